package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Labels;
import org.selfsup.data.Samples;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Adam;
import org.selfsup.train.BatchLabels;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

class GatedPixelCnnTest extends BinaryModelContract {

    private static final GatedPixelCnn.Config SMALL = new GatedPixelCnn.Config(6, 3, 12);

    @Override
    protected PixelModel model(Shape sample, PixelDistribution pixels) {
        return new GatedPixelCnn(sample, pixels, SMALL);
    }

    /** Sixteen codes of 512, all 100 times the class. */
    private record Classes(int size) implements Samples<long[]> {

        @Override
        public long[] get(int index) {
            long[] codes = new long[16];
            Arrays.fill(codes, 100L * (index % 3));
            return codes;
        }

        Labels classes() {
            return new Labels(
                    IntStream.range(0, size).map(i -> i % 3).toArray(), List.of("a", "b", "c"));
        }
    }

    @Test
    void itLearnsAndSamplesCodesOfAClass() throws IOException {
        Classes samples = new Classes(48);
        GatedPixelCnn model =
                new GatedPixelCnn(
                        new Shape(4, 4), new CategoricalPixels(512), samples.classes(), SMALL);
        BatchLabels labels = new BatchLabels(samples.classes());
        TrainingPlan plan = new TrainingPlan(120, 16, new Adam(), Schedule.constant(2e-2));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<long[]> pretrainer =
                        new Pretrainer<>(model, samples, new CodeViews(4), plan, manager);
                Autograd off = Autograd.off()) {
            pretrainer.run();
            LibTorch.seed(1);
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray classes = labels.oneHot(manager, 0, 1, 2);
            NDArray made = model.sample(pass, 3, new NDList(classes)); // (3, 4, 4)
            assertThat(made.getShape()).isEqualTo(new Shape(3, 4, 4));
            long[] codes = made.toType(DataType.INT64, false).toLongArray();
            for (int i = 0; i < 3; i++) {
                long expected = 100L * i;
                assertThat(Arrays.stream(codes, 16 * i, 16 * i + 16).filter(c -> c == expected))
                        .hasSizeGreaterThan(13);
            }
            NDArray right = model.logLikelihood(pass, made, classes);
            NDArray wrong = model.logLikelihood(pass, made, labels.oneHot(manager, 1, 2, 0));
            assertThat(right.sub(wrong).min().getFloat()).isBetween(1f, 1e5f);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.logLikelihood(pass, new NDList(made)))
                    .withMessageContaining("a condition (3, 3), got none");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.loss(pass, new NDList(made)))
                    .withMessageContaining("whole batches of a run");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.logLikelihood(pass, made.add(512), classes))
                    .withMessageContaining("0 to 511");
        }
    }

    @Test
    void aGivenConditionReachesEveryPixel() {
        try (PixelRun run = new PixelRun();
                Autograd on = Autograd.on()) {
            GatedPixelCnn model =
                    run.ready(
                            new GatedPixelCnn(new Shape(3, 4, 4), new BernoulliPixels(), 2, SMALL));
            NDArray condition = run.normal(1, 2);
            condition.setRequiresGradient(true);
            NDArray x = run.levels(2, 1, 3, 4, 4);
            NDArray parameters = model.parameters(run.pass, new NDList(x, condition));
            for (long i = 0; i < parameters.size(); i++) {
                NDArray one = parameters.reshape(-1).get(i);
                assertThat(PixelRun.dependence(condition, one).min().getFloat())
                        .isBetween(Float.MIN_VALUE, 1e9f);
            }
        }
    }
}
