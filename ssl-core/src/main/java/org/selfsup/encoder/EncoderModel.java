package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.selfsup.augment.Normalize;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.WholeFile;

/**
 * A trained encoder as a directory that DJL's model API loads and serves.
 *
 * <pre>{@code
 * EncoderModel.save(directory, encoder, "resnet18_cifar", 32, Normalize.CIFAR10);
 *
 * Criteria<Image, float[]> criteria = Criteria.builder()
 *         .setTypes(Image.class, float[].class)
 *         .optModelPath(directory)
 *         .optTranslatorFactory(new PictureTranslatorFactory())
 *         .build();
 * try (ZooModel<Image, float[]> model = criteria.loadModel();
 *         Predictor<Image, float[]> predictor = model.newPredictor()) {
 *     float[] features = predictor.predict(ImageFactory.getInstance().fromFile(file));
 * }
 * }</pre>
 *
 * <p>The directory holds {@code encoder.safetensors}, which Python reads as well, and {@code
 * serving.properties}, which says how DJL builds the network and how it sees pictures ({@link
 * PictureTranslatorFactory}): this library has to be on the class path. The features are those of
 * the encoder in evaluation mode; several predictors may run at once. With {@code NDList} to {@code
 * NDList} instead of pictures, arrays go in and come out as they are, bit for bit.
 *
 * <p>There is no export to TorchScript or ONNX: neither DJL nor libtorch can record what Java code
 * computes, so every block would have to write itself down as a graph. Networks under torchvision's
 * names are exported in Python from the same safetensors file.
 */
public final class EncoderModel implements BlockFactory {

    private static final long serialVersionUID = 1;

    private static final String WEIGHTS = "encoder.safetensors";
    private static final String ARCHITECTURE = "architecture";
    private static final String INPUT = "input";

    /** Called by DJL, which reads this class's name in {@code serving.properties}. */
    public EncoderModel() {}

    /**
     * Writes the directory of an encoder of arrays, and reads it once to see that it fits.
     *
     * @param directory made if it does not exist; files of an earlier export are replaced
     * @param encoder an initialised block
     * @param architecture what {@link Encoders#create} builds the same network from
     * @param input shape of a batch it takes; n may be any number
     * @throws IOException if it cannot be written, or if that architecture has other parameters
     */
    public static void save(Path directory, Block encoder, String architecture, Shape input)
            throws IOException {
        saveWeights(directory, encoder, architecture);
        describe(directory, architecture, input, Map.of());
    }

    /**
     * Writes the directory of an encoder of pictures, and reads it once to see that it fits.
     *
     * @param directory made if it does not exist; files of an earlier export are replaced
     * @param encoder an initialised block
     * @param architecture what {@link Encoders#create} builds the same network from
     * @param size rows and columns of what it sees of a picture
     * @param normalize mean and deviation of a channel each: one for grey pictures, three for
     *     coloured ones
     * @throws IOException if it cannot be written, or if that architecture has other parameters
     */
    public static void save(
            Path directory, Block encoder, String architecture, int size, Normalize normalize)
            throws IOException {
        saveWeights(directory, encoder, architecture);
        describe(directory, architecture, size, normalize);
    }

    /**
     * Makes a directory that holds an encoder of pictures already, in {@code encoder.safetensors},
     * one that DJL loads; reads it once to see that it fits.
     *
     * @param directory such as that of a run
     * @param architecture what {@link Encoders#create} builds the same network from
     * @param size rows and columns of what it sees of a picture
     * @param normalize mean and deviation of a channel each
     * @throws IOException if it cannot be written, or if that architecture has other parameters
     */
    public static void describe(Path directory, String architecture, int size, Normalize normalize)
            throws IOException {
        describe(
                directory,
                architecture,
                new Shape(1, normalize.mean().size(), size, size),
                Map.of(
                        "translatorFactory",
                        PictureTranslatorFactory.class.getName(),
                        PictureTranslatorFactory.SIZE,
                        String.valueOf(size),
                        PictureTranslatorFactory.MEAN,
                        PictureTranslatorFactory.text(normalize.mean()),
                        PictureTranslatorFactory.STD,
                        PictureTranslatorFactory.text(normalize.std())));
    }

    private static void saveWeights(Path directory, Block encoder, String architecture)
            throws IOException {
        Files.createDirectories(directory);
        StateDict.save(encoder, directory.resolve(WEIGHTS), Map.of(ARCHITECTURE, architecture));
    }

    private static void describe(
            Path directory, String architecture, Shape input, Map<String, String> translation)
            throws IOException {
        String sizes =
                LongStream.of(input.getShape())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(","));
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            load(directory, architecture, sizes, scratch);
        }
        StringBuilder text = new StringBuilder("engine=PyTorch\noption.hasParameter=false\n");
        Map<String, String> properties = new TreeMap<>(translation);
        properties.put("blockFactory", EncoderModel.class.getName());
        properties.put(ARCHITECTURE, architecture);
        properties.put(INPUT, sizes);
        properties.forEach((key, value) -> text.append(key + "=" + value + "\n"));
        WholeFile.write(directory.resolve("serving.properties"), text.toString());
    }

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments)
            throws IOException {
        String architecture = argument(arguments, ARCHITECTURE, modelPath);
        String input = argument(arguments, INPUT, modelPath);
        try {
            return load(modelPath, architecture, input, model.getNDManager());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "serving.properties in " + modelPath + " is damaged: " + e.getMessage(), e);
        }
    }

    private static String argument(Map<String, ?> arguments, String key, Path directory)
            throws IOException {
        Object value = arguments.get(key);
        if (value == null) {
            throw new IOException(
                    "serving.properties in "
                            + directory
                            + " lacks \""
                            + key
                            + "\": write the directory with EncoderModel.save");
        }
        return value.toString();
    }

    private static Block load(Path directory, String architecture, String sizes, NDManager manager)
            throws IOException {
        Block encoder = Encoders.create(architecture);
        encoder.freezeParameters(true);
        long[] input = Arrays.stream(sizes.split(",")).mapToLong(Long::parseLong).toArray();
        Initialization.initialize(encoder, 0, manager, new Shape(input));
        StateDict.load(encoder, directory.resolve(WEIGHTS));
        return encoder;
    }
}
