package org.selfsup.encoder;

import ai.djl.Model;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;

/**
 * From DJL's pictures to an encoder's features, seen as in training: the centre of a picture whose
 * shorter side was resized, normalised channel by channel.
 *
 * <p>Given to DJL's criteria; its arguments are in the {@code serving.properties} that {@link
 * EncoderModel} writes, which names it for DJL Serving as well: {@code size}, rows and columns of
 * what the encoder sees, and {@code mean} and {@code std}, a number a channel with commas between:
 * one of each for grey pictures, three for coloured ones. A model may also be asked with arrays for
 * arrays, {@link NDList} to {@link NDList}; they go through as they are.
 */
public final class PictureTranslatorFactory implements TranslatorFactory {

    static final String SIZE = "size";
    static final String MEAN = "mean";
    static final String STD = "std";

    private static final Pair<Type, Type> PICTURES = new Pair<>(Image.class, float[].class);
    private static final Pair<Type, Type> ARRAYS = new Pair<>(NDList.class, NDList.class);

    /** The arguments come with the model. */
    public PictureTranslatorFactory() {}

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(PICTURES, ARRAYS);
    }

    @Override
    @SuppressWarnings("unchecked") // the types were compared
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (input == NDList.class && output == NDList.class) {
            return (Translator<I, O>) new NoopTranslator();
        }
        if (!isSupported(input, output)) {
            throw new TranslateException(
                    "An encoder of pictures gives features of a picture, Image to float[], or"
                            + " NDList to NDList, not %s to %s"
                                    .formatted(input.getSimpleName(), output.getSimpleName()));
        }
        try {
            Normalize normalize = new Normalize(numbers(arguments, MEAN), numbers(arguments, STD));
            int size = Integer.parseInt(argument(arguments, SIZE));
            int channels = normalize.mean().size();
            return (Translator<I, O>)
                    new Features(channels, ImageViews.ofCentre(size, channels, normalize));
        } catch (IllegalArgumentException e) {
            throw new TranslateException("serving.properties is damaged: " + e.getMessage(), e);
        }
    }

    private static List<Float> numbers(Map<String, ?> arguments, String key) {
        return Arrays.stream(argument(arguments, key).split(",")).map(Float::valueOf).toList();
    }

    private static String argument(Map<String, ?> arguments, String key) {
        Object value = arguments.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it lacks \"" + key + '"');
        }
        return value.toString();
    }

    /** As an argument. */
    static String text(List<Float> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** A batch is filled as batches of training are, so that it lies alike in memory. */
    private record Features(int channels, ImageViews views) implements Translator<Image, float[]> {

        @Override
        public Batchifier getBatchifier() {
            return Batchifier.STACK;
        }

        @Override
        public NDList batchProcessInput(TranslatorContext context, List<Image> pictures) {
            Views.Batch<org.selfsup.data.Image> batch = views.batch(pictures.size());
            for (int i = 0; i < pictures.size(); i++) {
                batch.put(i, pixels(context, pictures.get(i)), Randomness.at(0));
            }
            return batch.toArrays(context.getNDManager());
        }

        @Override
        public NDList processInput(TranslatorContext context, Image picture) {
            return new NDList(batchProcessInput(context, List.of(picture)).head().squeeze(0));
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList features) {
            return features.singletonOrThrow().toFloatArray();
        }

        private org.selfsup.data.Image pixels(TranslatorContext context, Image picture) {
            Image.Flag flag = channels == 1 ? Image.Flag.GRAYSCALE : Image.Flag.COLOR;
            try (NDArray array = picture.toNDArray(context.getNDManager(), flag)) { // (h, w, c)
                return new org.selfsup.data.Image(
                        array.toByteArray(), picture.getHeight(), picture.getWidth(), channels);
            }
        }
    }
}
