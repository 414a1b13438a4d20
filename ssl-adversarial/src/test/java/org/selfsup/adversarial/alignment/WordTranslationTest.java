package org.selfsup.adversarial.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.UnpairedViews;
import org.selfsup.data.Views;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

class WordTranslationTest extends PretextTaskContract<float[]> {

    private static final int D = 5;
    private static final int SIZE = 400;

    /** Points of a lopsided cloud, and the same turned in the planes of its first four axes. */
    private record Cloud(double angle) implements Samples<float[]> {

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public float[] get(int index) {
            RandomGenerator random = Randomness.at(7, index);
            double[] x = new double[D];
            for (int i = 0; i < D; i++) {
                // Each axis has a spread of its own and a long side to the right.
                x[i] = (-Math.log(1 - random.nextDouble()) - 1) * Math.pow(0.7, i);
            }
            turn(x, 0, 1);
            turn(x, 2, 3);
            float[] turned = new float[D];
            for (int i = 0; i < D; i++) {
                turned[i] = (float) x[i];
            }
            return turned;
        }

        private void turn(double[] x, int i, int j) {
            double before = x[i];
            x[i] = before * Math.cos(angle) - x[j] * Math.sin(angle);
            x[j] = before * Math.sin(angle) + x[j] * Math.cos(angle);
        }

        NDArray array(NDManager manager) {
            float[] values = new float[D * SIZE];
            for (int i = 0; i < SIZE; i++) {
                System.arraycopy(get(i), 0, values, D * i, D);
            }
            return manager.create(values, new Shape(SIZE, D));
        }
    }

    private static final double ANGLE = 0.8;
    private static final Cloud SOURCE = new Cloud(0);
    private static final Cloud TARGET = new Cloud(ANGLE);

    @Override
    protected PretextTask task() {
        return translation();
    }

    private static WordTranslation translation() {
        return new WordTranslation(
                D, WordTranslation.discriminator(32), new WordTranslation.Config(0.1, 2, 1, 0.01));
    }

    @Override
    protected Samples<float[]> samples() {
        return SOURCE;
    }

    @Override
    protected Views<float[]> views() {
        return new UnpairedViews<>(new VectorViews(D), TARGET);
    }

    @Override
    protected int batch() {
        return 64;
    }

    @Override
    protected TrainingPlan plan(long steps) {
        return new TrainingPlan(steps, batch(), new Adam(), Schedule.constant(1e-2));
    }

    /** At first the two spaces are told apart easily. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.parts().get("discriminator"));
    }

    @Test
    void theTurnIsFoundWithoutPairs() throws IOException {
        WordTranslation task = translation();
        CrossDomainSimilarity similarity = new CrossDomainSimilarity(10);
        try (NDManager manager = TwoDomains.manager()) {
            NDArray source = SOURCE.array(manager);
            NDArray target = TARGET.array(manager);
            TrainingPlan plan =
                    new TrainingPlan(
                            1_000,
                            32,
                            new Adam(0.5, 0.999, 1e-8, 0),
                            Schedule.linear(5e-3, 0, 1_000));
            try (Pretrainer<float[]> pretrainer =
                    new Pretrainer<>(task, SOURCE, views(), plan, manager)) {
                assertThat(right(task, source, target)).isBetween(0.0, 0.2);
                pretrainer.run();
                int before = manager.getManagedArrays().size();
                double criterion = task.refine(source, target, similarity, 5);
                assertThat(manager.getManagedArrays()).hasSize(before);
                assertThat(criterion).isBetween(0.999, 1.0001);
                assertThat(right(task, source, target)).isBetween(0.99, 1.0);
            }
        }
    }

    /** The share of points that are mapped nearest to themselves. */
    private static double right(WordTranslation task, NDArray source, NDArray target) {
        try (NDArray mapped = source.matMul(task.mapping().stopGradient().transpose())) {
            long[] nearest = new CrossDomainSimilarity(10).nearest(mapped, target).of();
            return (double) IntStream.range(0, SIZE).filter(i -> nearest[i] == i).count() / SIZE;
        }
    }

    @Test
    void refinementMakesARoughTurnExact() {
        WordTranslation task = translation();
        CrossDomainSimilarity similarity = new CrossDomainSimilarity(5);
        try (NDManager manager = TwoDomains.manager()) {
            task.initialize(0, manager, new Shape(4, D));
            assertThat(task.mapping().toFloatArray()).isEqualTo(manager.eye(D).toFloatArray());
            NDArray source = SOURCE.array(manager);
            NDArray target = TARGET.array(manager);
            task.become(WordTranslation.rotation(source, new Cloud(ANGLE - 0.3).array(manager)));
            double rough = right(task, source, target);
            double before = task.refine(source, target, similarity, 0);
            double after = task.refine(source, target, similarity, 10);
            assertThat(after - before).isBetween(0.01, 1.0);
            assertThat(right(task, source, target)).isBetween(rough + 0.2, 1.0);
        }
    }

    @Test
    void procrustesFindsTheRotationOfKnownPairs() {
        try (NDManager manager = TwoDomains.manager()) {
            NDArray source = SOURCE.array(manager);
            NDArray target = TARGET.array(manager);
            NDArray w = WordTranslation.rotation(source, target);
            NDArray rest = source.matMul(w.transpose()).sub(target).abs().max();
            assertThat(rest.getFloat()).isLessThan(1e-4f);
        }
    }

    @Test
    void aStepDrawsTheMappingBackToARotation() {
        WordTranslation task =
                new WordTranslation(
                        2, WordTranslation.discriminator(4), WordTranslation.Config.PAPER);
        try (NDManager manager = TwoDomains.manager()) {
            task.initialize(0, manager, new Shape(4, 2));
            task.become(manager.create(new float[] {1.1f, 0.2f, -0.1f, 0.9f}, new Shape(2, 2)));
            double[][] w = {{1.1, 0.2}, {-0.1, 0.9}};
            task.afterStep(new Pass(manager, true, 0, 1));
            float[] drawn = task.mapping().toFloatArray();
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 2; j++) {
                    double cube = 0;
                    for (int k = 0; k < 2; k++) {
                        for (int l = 0; l < 2; l++) {
                            cube += w[i][k] * w[l][k] * w[l][j];
                        }
                    }
                    assertThat((double) drawn[2 * i + j])
                            .isCloseTo(1.01 * w[i][j] - 0.01 * cube, within(1e-6));
                }
            }
            for (int i = 0; i < 2_000; i++) {
                task.afterStep(new Pass(manager, true, 0, 1));
            }
            NDArray mapping = task.mapping();
            assertThat(mapping.matMul(mapping.transpose()).toFloatArray())
                    .satisfies(
                            square -> {
                                assertThat(square[0]).isCloseTo(1, within(1e-4f));
                                assertThat(square[1]).isCloseTo(0, within(1e-4f));
                                assertThat(square[3]).isCloseTo(1, within(1e-4f));
                            });
        }
    }

    @Test
    void thePlayersLossesAreThoseOfThePaper() {
        WordTranslation task = translation();
        try (NDManager manager = TwoDomains.manager()) {
            task.initialize(3, manager, new Shape(4, D));
            NDArray x = SOURCE.array(manager);
            NDArray y = TARGET.array(manager);
            Pass pass = new Pass(manager, false, 0, 1);
            double discriminator =
                    expected(task, x, y, 0.9, manager) + expected(task, y, x, 0.1, manager);
            double mapping =
                    expected(task, x, y, 0.1, manager) + expected(task, y, x, 0.9, manager);
            assertThat(task.objectives().get(0).loss().evaluate(pass, new NDList(x, y)).getFloat())
                    .isCloseTo((float) discriminator, within(1e-5f));
            assertThat(task.loss(pass, new NDList(x, y)).getFloat())
                    .isCloseTo((float) mapping, within(1e-5f));
        }
    }

    /** share (mean -log P(source | first) + mean -log P(target | second)), W being 1. */
    private static double expected(
            WordTranslation task, NDArray first, NDArray second, double share, NDManager manager) {
        Pass pass = new Pass(manager, false, 0, 1);
        double sum = 0;
        for (float logit :
                pass.forward(task.networks().get("discriminator"), first).toFloatArray()) {
            sum += Math.log1p(Math.exp(-logit)) / first.size(0);
        }
        for (float logit :
                pass.forward(task.networks().get("discriminator"), second).toFloatArray()) {
            sum += Math.log1p(Math.exp(logit)) / second.size(0);
        }
        return share * sum;
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new WordTranslation.Config(0.6, 1, 1, 0))
                .hasMessage("Smoothing and beta are 0 to 0.5, got 0.6 and 0.0");
        assertThatThrownBy(() -> new WordTranslation.Config(Double.NaN, 1, 1, 0))
                .hasMessageContaining("NaN");
    }
}
