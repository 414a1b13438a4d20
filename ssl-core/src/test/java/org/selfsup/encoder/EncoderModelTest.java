package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Samples;
import org.selfsup.eval.Features;
import org.selfsup.report.Pictures;

class EncoderModelTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"convnet", "resnet18_cifar", "vit_cifar"})
    void djlServesTheSameFeaturesBitForBit(String name) throws Exception {
        try (Forward run = new Forward(Encoders.create(name), 2, 3, 32, 32)) {
            NDArray x = run.input(4, 3, 32, 32);
            run.train(x); // moves the running statistics
            float[] expected = run.eval(x).toFloatArray();
            Path directory = folder.resolve(name);
            EncoderModel.save(directory, run.block, name, new Shape(1, 3, 32, 32));
            assertThat(served(directory, x)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void djlServesFeaturesOfPicturesSeenAsInTraining(int channels) throws Exception {
        Normalize normalize =
                new Normalize(
                        Collections.nCopies(channels, 0.4f), Collections.nCopies(channels, 0.3f));
        Samples<org.selfsup.data.Image> samples = noise(5, 20, 24, channels);
        Features expected;
        try (Forward run = new Forward(ConvNet.standard(), 2, channels, 16, 16)) {
            EncoderModel.save(folder, run.block, "convnet", 16, normalize);
            expected =
                    Features.extract(
                            run.block,
                            samples,
                            ImageViews.ofCentre(16, channels, normalize),
                            5,
                            Device.cpu(),
                            1);
        }
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(folder)
                        .optTranslatorFactory(new PictureTranslatorFactory())
                        .optDevice(Device.cpu())
                        .build();
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            pictures.add(ImageFactory.getInstance().fromImage(Pictures.of(samples.get(i))));
        }
        try (ZooModel<Image, float[]> model = criteria.loadModel();
                Predictor<Image, float[]> predictor = model.newPredictor()) {
            List<float[]> together = predictor.batchPredict(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                float[] wanted =
                        Arrays.copyOfRange(
                                expected.values(),
                                i * expected.dimension(),
                                (i + 1) * expected.dimension());
                assertThat(together.get(i)).containsExactly(wanted, offset(1e-5f));
                assertThat(predictor.predict(pictures.get(i)))
                        .containsExactly(wanted, offset(1e-5f));
            }
            assertThat(together.get(0)).isNotEqualTo(together.get(1));
        }
    }

    @Test
    void encoderOfPicturesTakesArraysToo() throws Exception {
        try (Forward run = new Forward(ConvNet.standard(), 2, 3, 16, 16)) {
            EncoderModel.save(folder, run.block, "convnet", 16, Normalize.CIFAR10);
            NDArray x = run.input(2, 3, 16, 16);
            assertThat(served(folder, x)).isEqualTo(run.eval(x).toFloatArray());
        }
    }

    @Test
    void translatorRefusesOtherTypesAndDamagedArguments() {
        PictureTranslatorFactory factory = new PictureTranslatorFactory();
        Model none = null;
        assertThatThrownBy(() -> factory.newInstance(String.class, float[].class, none, Map.of()))
                .isInstanceOf(TranslateException.class)
                .hasMessageContaining(
                        "Image to float[], or NDList to NDList, not String to float[]");
        assertThatThrownBy(
                        () ->
                                factory.newInstance(
                                        Image.class, float[].class, none, Map.of("mean", "0.5")))
                .isInstanceOf(TranslateException.class)
                .hasMessage("serving.properties is damaged: it lacks \"std\"");
    }

    /** What DJL makes of an array by the model of a directory. */
    private static float[] served(Path directory, NDArray x) throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(directory)
                        .optDevice(Device.cpu())
                        .build();
        try (ZooModel<NDList, NDList> model = criteria.loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDList features = predictor.predict(new NDList(x))) {
            return features.singletonOrThrow().toFloatArray();
        }
    }

    private static PackedImages noise(int n, int height, int width, int channels) {
        byte[] pixels = new byte[n * height * width * channels];
        new Random(1).nextBytes(pixels);
        return new PackedImages(pixels, height, width, channels);
    }

    @Test
    void ownArchitecturesAreNamedByTheirClass() throws Exception {
        try (Forward run = new Forward(new Own().get(), 2, 1, 6, 6)) {
            NDArray x = run.input(2, 1, 6, 6);
            EncoderModel.save(folder, run.block, Own.class.getName(), new Shape(1, 1, 6, 6));
            assertThat(served(folder, x)).isEqualTo(run.eval(x).toFloatArray());
        }
    }

    @Test
    void anotherArchitectureIsRefusedBeforeTheDirectoryIsComplete() {
        try (Forward run = new Forward(ConvNet.of(4), 2, 3, 8, 8)) {
            Shape input = new Shape(1, 3, 8, 8);
            assertThatThrownBy(() -> EncoderModel.save(folder, run.block, "convnet", input))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not fit this network")
                    .hasMessageContaining("it lacks conv2.weight");
            assertThat(Files.exists(folder.resolve("serving.properties"))).isFalse();
            assertThatThrownBy(() -> EncoderModel.save(folder, run.block, "resnet19", input))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "Unknown encoder \"resnet19\": expected one of [convnet,");
        }
    }

    /** An architecture of one's own. */
    public static final class Own implements Supplier<Block> {

        /** Called by name. */
        public Own() {}

        @Override
        public Block get() {
            return ConvNet.of(3, 5);
        }
    }
}
