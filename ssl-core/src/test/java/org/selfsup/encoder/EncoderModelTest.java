package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageFeatureExtractorFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

            Criteria<NDList, NDList> criteria =
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optModelPath(directory)
                            .optDevice(Device.cpu())
                            .build();
            try (ZooModel<NDList, NDList> model = criteria.loadModel();
                    Predictor<NDList, NDList> predictor = model.newPredictor();
                    NDList features = predictor.predict(new NDList(x))) {
                assertThat(features.singletonOrThrow().toFloatArray()).isEqualTo(expected);
            }
        }
    }

    @Test
    void djlServesFeaturesOfPictures() throws Exception {
        try (Forward run = new Forward(ConvNet.standard(), 2, 3, 16, 16)) {
            EncoderModel.save(folder, run.block, "convnet", new Shape(1, 3, 16, 16));
        }
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(folder)
                        .optTranslatorFactory(new ImageFeatureExtractorFactory())
                        .optArgument("width", "16")
                        .optArgument("height", "16")
                        .optArgument("resize", "true")
                        .build();
        BufferedImage picture = new BufferedImage(20, 30, BufferedImage.TYPE_INT_RGB);
        try (ZooModel<Image, float[]> model = criteria.loadModel();
                Predictor<Image, float[]> predictor = model.newPredictor()) {
            float[] features = predictor.predict(ImageFactory.getInstance().fromImage(picture));
            assertThat(features).hasSize(256);
        }
    }

    @Test
    void ownArchitecturesAreNamedByTheirClass() throws Exception {
        try (Forward run = new Forward(new Own().get(), 2, 1, 6, 6)) {
            NDArray x = run.input(2, 1, 6, 6);
            EncoderModel.save(folder, run.block, Own.class.getName(), new Shape(1, 1, 6, 6));
            Criteria<NDList, NDList> criteria =
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optModelPath(folder)
                            .build();
            try (ZooModel<NDList, NDList> model = criteria.loadModel();
                    Predictor<NDList, NDList> predictor = model.newPredictor();
                    NDList features = predictor.predict(new NDList(x))) {
                assertThat(features.head().toFloatArray()).isEqualTo(run.eval(x).toFloatArray());
            }
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
