package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.FrozenNetwork;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.testing.ImageTaskContract;

class ClassifierTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new Classifier(ConvNet.of(8, 16), labels(samples()));
    }

    @Override
    protected Views<Image> views() {
        return SimClrAugmentation.CIFAR10.evaluationViews();
    }

    /** Noise with one bright row, which is the class. */
    @Test
    void itLearnsWhatTheLabelsSay() throws IOException {
        Samples<Image> train = rows(200, 1);
        ImageViews views =
                new ImageViews(
                        1,
                        List.of(
                                new ImagePipeline(
                                        new CenterCrop(8),
                                        new Normalize(List.of(0.3f), List.of(0.3f)))));
        Classifier task = new Classifier(Mlp.encoder(32), labels(train));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            train(task, train, views, 60, manager);
            Features logits =
                    Features.extract(task.classifier(), rows(300, 2), views, 250, Device.cpu(), 1);
            assertThat(Classification.of(logits).accuracy()).isBetween(0.95, 1.0);
        }
    }

    private static Samples<Image> rows(int n, long seed) {
        var random = new SplittableRandom(seed);
        byte[] pixels = new byte[n * 64];
        int[] of = random.ints(n, 0, 4).toArray();
        for (int i = 0; i < pixels.length; i++) {
            boolean bright = i % 64 / 8 == of[i / 64];
            pixels[i] = (byte) (random.nextInt(140) + (bright ? 100 : 0));
        }
        return new PackedImages(
                pixels, 8, 8, 1, new Labels(of, List.of("first", "second", "third", "fourth")));
    }

    @Test
    void inAFrozenEncoderOnlyTheHeadMoves() throws IOException {
        Samples<Image> samples = samples();
        Block encoder = ConvNet.of(8, 16);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Initialization.initialize(encoder, 7, manager, new Shape(1, 3, 32, 32));
            Map<String, float[]> before = values(encoder);
            Classifier task = new Classifier(new FrozenNetwork(encoder), labels(samples));
            train(task, samples, views(), 5, manager);
            values(encoder).forEach((n, v) -> assertThat(v).as(n).isEqualTo(before.get(n)));
            assertThat(values(task.networks().get("head")).get("bias")).doesNotContain(0f);
        }
    }

    @Test
    void anEncoderWithValuesStartsFromThem() {
        Block encoder = ConvNet.of(8);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Shape shape = new Shape(1, 3, 32, 32);
            Initialization.initialize(encoder, 7, manager, shape);
            Map<String, float[]> before = values(encoder);
            new Classifier(encoder, labels(samples())).initialize(8, manager, shape);
            values(encoder).forEach((n, v) -> assertThat(v).as(n).isEqualTo(before.get(n)));
        }
    }

    @Test
    void samplesWithoutALabelAreRefused() {
        Classifier task = new Classifier(ConvNet.of(8), labels(samples()));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray x = manager.ones(new Shape(2, 3, 32, 32));
            task.initialize(0, manager, x.getShape());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task.loss(new Pass(manager, true, 0, 1), new NDList(x)))
                    .withMessageContaining("2 views of 0 known samples");
            Pass pass = new Pass(manager, true, 0, 1, 0, new int[] {0, 32});
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task.loss(pass, new NDList(x)))
                    .withMessageContaining("Sample 32 has no label: there are 32");
        }
    }

    private static void train(
            Classifier task,
            Samples<Image> samples,
            Views<Image> views,
            int steps,
            NDManager manager)
            throws IOException {
        TrainingPlan plan =
                new TrainingPlan(
                        steps,
                        Math.min(64, samples.size()),
                        new Adam(),
                        Schedule.cosine(3e-3, 0, steps));
        try (Pretrainer<Image> trainer = new Pretrainer<>(task, samples, views, plan, manager)) {
            trainer.run();
        }
    }

    private static Labels labels(Samples<Image> samples) {
        return samples.labels().orElseThrow();
    }

    private static Map<String, float[]> values(Block block) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Map.Entry<String, Parameter> named : StateDict.parameters(block).entrySet()) {
            values.put(named.getKey(), named.getValue().getArray().toFloatArray());
        }
        return values;
    }
}
