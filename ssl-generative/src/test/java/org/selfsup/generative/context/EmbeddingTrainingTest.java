package org.selfsup.generative.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.HierarchicalSoftmaxLoss;
import org.selfsup.loss.HuffmanTree;
import org.selfsup.loss.NegativeSamplingLoss;

class EmbeddingTrainingTest {

    private static final long[] COUNTS = {9, 8, 7, 6, 5, 4, 3, 2};
    private static final int D = 6;
    private static final double RATE = 0.1;

    /** Predicts word 5 from words 1, 2 and 3, once. */
    private static final Context THREE =
            (sequence, length, place, random, prediction) -> {
                if (place == 0) {
                    prediction.of(new int[] {1, 2, 3}, 3, 5);
                }
            };

    /** Predicts word 5 from word 1, once. */
    private static final Context ONE =
            (sequence, length, place, random, prediction) -> {
                if (place == 0) {
                    prediction.of(new int[] {1}, 1, 5);
                }
            };

    /** One sequence of one word. */
    private static final Sequences ONCE = sequences(new int[][] {{0}});

    static Sequences sequences(int[][] all) {
        return new Sequences() {
            @Override
            public int size() {
                return all.length;
            }

            @Override
            public int[] get(int epoch, int index) {
                return all[index];
            }
        };
    }

    @Test
    void aStepOfNegativeSamplingIsAGradientStepOfItsLoss() {
        // Different negatives: one that is drawn twice sees its own first update.
        OutputLayer.Questions questions = fixed(5, 0, 4, 7);
        for (Context context : List.of(ONE, THREE)) {
            assertGradientStep(
                    context,
                    questions,
                    8,
                    (v, u, given, target) ->
                            new NegativeSamplingLoss()
                                    .evaluate(
                                            v,
                                            u,
                                            given,
                                            target,
                                            v.getManager()
                                                    .create(new long[] {0, 4, 7})
                                                    .reshape(1, 3)));
        }
    }

    /** The questions of negative sampling with known noise. */
    private static OutputLayer.Questions fixed(int target, int... noise) {
        return new OutputLayer.Questions() {
            @Override
            public int rows() {
                return COUNTS.length;
            }

            @Override
            public void ask(int word, RandomGenerator random, OutputLayer.Answers answers) {
                assertThat(word).isEqualTo(target);
                answers.of(word, 1);
                Arrays.stream(noise).forEach(drawn -> answers.of(drawn, 0));
            }
        };
    }

    @Test
    void aStepOfHierarchicalSoftmaxIsAGradientStepOfItsLoss() {
        HierarchicalSoftmaxLoss loss = new HierarchicalSoftmaxLoss(new HuffmanTree(COUNTS));
        for (Context context : List.of(ONE, THREE)) {
            assertGradientStep(context, new HierarchicalSoftmax().over(COUNTS), 7, loss::evaluate);
        }
    }

    private interface Loss {
        NDArray of(NDArray v, NDArray u, NDArray given, NDArray target);
    }

    /** Rows of u move by the gradient; each of C rows of v by the whole of h's: C times its own. */
    private static void assertGradientStep(
            Context context, OutputLayer.Questions questions, int outputRows, Loss loss) {
        int[] given = context == ONE ? new int[] {1} : new int[] {1, 2, 3};
        float[][] input = EmbeddingTraining.uniform(COUNTS.length, D, 1, 1);
        float[][] output = EmbeddingTraining.uniform(outputRows, D, 1, 2);
        float[] oldInput = flat(input);
        float[] oldOutput = flat(output);
        EmbeddingTraining training = training(context, questions, input, output);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd recording = Autograd.on()) {
            NDArray v = manager.create(oldInput, new Shape(COUNTS.length, D));
            NDArray u = manager.create(oldOutput, new Shape(outputRows, D));
            v.setRequiresGradient(true);
            u.setRequiresGradient(true);
            NDArray contexts =
                    manager.create(Arrays.stream(given).asLongStream().toArray())
                            .reshape(1, given.length);
            NDArray value = loss.of(v, u, contexts, manager.create(new long[] {5}));
            assertThat(training.loss(ONCE, 0)).isCloseTo(value.getFloat(), within(1e-5));
            NDList gradients = Autograd.gradients(value, new NDList(v, u));
            training.run(ONCE, new EmbeddingTraining.Plan(1, RATE, 0, 1), ONCE, report -> {});
            assertMoved(oldInput, gradients.get(0), given.length, flat(input));
            assertMoved(oldOutput, gradients.get(1), 1, flat(output));
        }
    }

    private static void assertMoved(float[] old, NDArray gradient, int times, float[] now) {
        float[] slope = gradient.toFloatArray();
        double moved = 0;
        for (int i = 0; i < now.length; i++) {
            assertThat(now[i]).isCloseTo((float) (old[i] - RATE * times * slope[i]), within(1e-6f));
            moved += Math.abs(now[i] - old[i]);
        }
        assertThat(moved).isBetween(1e-3, 1e3);
    }

    private static EmbeddingTraining training(
            Context context, OutputLayer.Questions questions, float[][] input, float[][] output) {
        float[] kept = new float[COUNTS.length];
        Arrays.fill(kept, 1);
        return new EmbeddingTraining(context, questions, input, output, null, kept);
    }

    private static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * D];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * D, D);
        }
        return all;
    }

    @Test
    void aWordOfSeveralRowsIsTheirMeanAndEachReceivesTheWholeGradient() {
        float[][] input = EmbeddingTraining.uniform(3, D, 1, 1);
        float[][] old = Arrays.stream(input).map(float[]::clone).toArray(float[][]::new);
        float[][] output = EmbeddingTraining.uniform(COUNTS.length, D, 1, 2);
        float[] u = output[5].clone();
        int[][] rows = new int[COUNTS.length][];
        rows[1] = new int[] {0, 2};
        new EmbeddingTraining(ONE, fixed(5), input, output, rows, new float[] {1})
                .run(ONCE, new EmbeddingTraining.Plan(1, RATE, 0, 1), ONCE, report -> {});
        double score = 0;
        for (int i = 0; i < D; i++) {
            score += u[i] * (old[0][i] + old[2][i]) / 2;
        }
        double g = RATE * (1 - 1 / (1 + Math.exp(-score)));
        for (int i = 0; i < D; i++) {
            assertThat((double) input[0][i]).isCloseTo(old[0][i] + g * u[i], within(1e-6));
            assertThat((double) input[2][i]).isCloseTo(old[2][i] + g * u[i], within(1e-6));
            assertThat((double) output[5][i])
                    .isCloseTo(u[i] + g * (old[0][i] + old[2][i]) / 2, within(1e-6));
        }
        assertThat(input[1]).containsExactly(old[1]);
    }

    @Test
    void oneThreadGivesTheSameBitsAndSeveralLearnTheSame() {
        int[][] data = random(200);
        float[][] one = learn(data, 1, 1);
        assertThat(learn(data, 1, 1)).isDeepEqualTo(one);
        assertThat(Arrays.deepEquals(learn(data, 2, 1), one)).isFalse();
        float[][] three = learn(data, 1, 3);
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < D; j++) {
                assertThat(three[i][j]).isCloseTo(one[i][j], within(0.5f));
            }
        }
    }

    private static int[][] random(int sequences) {
        return IntStream.range(0, sequences)
                .mapToObj(i -> Randomness.at(9, i).ints(10, 0, COUNTS.length).toArray())
                .toArray(int[][]::new);
    }

    private static float[][] learn(int[][] data, long seed, int threads) {
        float[][] input = EmbeddingTraining.uniform(COUNTS.length, D, 0.1, 1);
        training(
                        new SkipGram(2),
                        new NegativeSampling(3).over(COUNTS),
                        input,
                        new float[COUNTS.length][D])
                .run(
                        sequences(data),
                        new EmbeddingTraining.Plan(2, 0.02, seed, threads),
                        ONCE,
                        report -> {});
        return input;
    }

    @Test
    void reportsTellTheRateTheWordsAndAFallingLoss() {
        int[][] pairs = new int[300][];
        Arrays.setAll(pairs, i -> new int[] {i % 4, 4 + i % 4}); // each word has one neighbour
        List<EpochReport> reports = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        training(
                        new SkipGram(1),
                        new NegativeSampling(3).over(COUNTS),
                        EmbeddingTraining.uniform(COUNTS.length, D, 0.1, 1),
                        new float[COUNTS.length][D])
                .run(
                        sequences(pairs),
                        new EmbeddingTraining.Plan(4, 0.2, 0, 1),
                        sequences(pairs),
                        report -> {
                            reports.add(report);
                            losses.add(report.loss());
                        });
        assertThat(reports).extracting(EpochReport::epoch).containsExactly(0, 1, 2, 3, 4);
        assertThat(reports)
                .extracting(EpochReport::words)
                .containsExactly(0L, 600L, 1200L, 1800L, 2400L);
        assertThat(reports.get(1).learningRate()).isCloseTo(0.15, within(1e-9));
        assertThat(reports.get(4).learningRate()).isCloseTo(0.2e-4, within(1e-9));
        assertThat(reports.get(0).wordsPerSecond()).isNaN();
        // Some of the noise is the target and asks nothing.
        assertThat(losses.get(0)).isBetween(3 * Math.log(2), 4 * Math.log(2));
        for (int i = 1; i < losses.size(); i++) {
            assertThat(losses.get(i)).isLessThan(losses.get(i - 1));
        }
        assertThat(losses.get(4)).isLessThan(losses.get(0) / 2);
    }

    @Test
    void frequentWordsAreDroppedAsOftenAsTold() {
        int[] seen = new int[COUNTS.length];
        Context counting = (sequence, length, place, random, prediction) -> seen[sequence[place]]++;
        float[] kept = {0.25f, 1, 0, 1, 1, 1, 1, 1};
        int[][] data = new int[4_000][];
        Arrays.fill(data, new int[] {0, 1, 2});
        new EmbeddingTraining(counting, fixed(5), new float[8][D], new float[8][D], null, kept)
                .run(
                        sequences(data),
                        new EmbeddingTraining.Plan(1, RATE, 0, 1),
                        ONCE,
                        report -> {});
        assertThat(seen[0] / 4_000.0).isCloseTo(0.25, within(0.03));
        assertThat(seen[1]).isEqualTo(4_000);
        assertThat(seen[2]).isZero();
    }

    @Test
    void divergenceAndBadPlansAreRefused() {
        assertThatThrownBy(
                        () ->
                                training(
                                                ONE,
                                                new NegativeSampling(3).over(COUNTS),
                                                EmbeddingTraining.uniform(8, D, 1e30, 1),
                                                EmbeddingTraining.uniform(8, D, 1e30, 2))
                                        .run(
                                                ONCE,
                                                new EmbeddingTraining.Plan(2, 1e9, 0, 1),
                                                ONCE,
                                                report -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("diverged in epoch 1; take a lower learning rate");
        assertThatThrownBy(() -> new EmbeddingTraining.Plan(0, 0.1, 0, 1))
                .hasMessageContaining("got 0, 1 and 0.1");
        assertThatThrownBy(() -> new EmbeddingTraining.Plan(1, Double.NaN, 0, 1))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new EmbeddingTraining.Plan(1, 0.1, 0, 0))
                .hasMessageContaining("got 1, 0");
        assertThatThrownBy(() -> training(ONE, fixed(5), new float[8][D], new float[3][D]))
                .hasMessageContaining("needs 8 rows, got 3");
    }

    @Test
    void nothingToPredictHasNoLoss() {
        EmbeddingTraining training =
                training(new SkipGram(2), fixed(5), new float[8][D], new float[8][D]);
        assertThat(training.loss(sequences(new int[][] {{}, {3}}), 0)).isNaN();
    }
}
