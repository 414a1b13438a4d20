package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnnProbeTest {

    @ParameterizedTest
    @CsvSource({"60, 4, 3, 1, 0.1", "200, 8, 5, 20, 0.07", "150, 5, 4, 150, 0.5"})
    void agreesWithThePapersSumInPlainLoops(int n, int d, int classes, int k, float temperature) {
        Split split =
                new Split(Blobs.of(n, d, classes, 0.7, n), Blobs.of(40, d, classes, 0.7, n + 1L));
        Classification result = new KnnProbe(k, temperature).evaluate(split);
        assertThat(result.predictions()).isEqualTo(slow(split, k, temperature));
        assertThat(result.accuracy()).isBetween(0.3, 1.0);
    }

    @Test
    void nearestOfOneIsTheMostSimilarDirectionWhateverItsLength() {
        Features train = Blobs.labelled(new float[] {100, 1, 0.1f, 0.2f}, 2, 0, 1);
        Features test = Blobs.labelled(new float[] {0.01f, 0, 30, 60}, 2, 0, 1);
        assertThat(new KnnProbe(1, 0.1f).evaluate(new Split(train, test)).predictions())
                .containsExactly(0, 1);
    }

    @Test
    void allVoteWhereThereAreFewerThanK() {
        Split split = new Split(Blobs.of(30, 4, 2, 0.5, 1), Blobs.of(20, 4, 2, 0.5, 2));
        assertThat(new KnnProbe(1000, 0.1f).evaluate(split).predictions())
                .isEqualTo(new KnnProbe(30, 0.1f).evaluate(split).predictions());
    }

    @Test
    void lowTemperatureNeitherOverflowsNorUnderflows() {
        Split split = new Split(Blobs.of(50, 4, 3, 0.1, 1), Blobs.of(30, 4, 3, 0.1, 2));
        Classification sharp = new KnnProbe(50, 1e-6f).evaluate(split);
        assertThat(sharp.predictions())
                .isEqualTo(new KnnProbe(1, 0.1f).evaluate(split).predictions());
        assertThat(sharp.accuracy()).isEqualTo(1);
    }

    @Test
    void chunksChangeNothing() {
        Features train = Blobs.of(9_000, 2, 3, 0.5, 1);
        Features test = Blobs.of(1_000, 2, 3, 0.5, 2); // 9 million similarities: two chunks
        int[] whole = new KnnProbe(20, 0.1f).evaluate(new Split(train, test)).predictions();
        Features last = test.rows(IntStream.range(900, 1_000).toArray());
        assertThat(new KnnProbe(20, 0.1f).evaluate(new Split(train, last)).predictions())
                .isEqualTo(Arrays.copyOfRange(whole, 900, 1_000));
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KnnProbe(0, 0.1f))
                .withMessageContaining("got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KnnProbe(5, Float.NaN))
                .withMessageContaining("got NaN");
        Features two = Blobs.of(10, 2, 2, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Split(two, Blobs.of(10, 3, 2, 1, 1)))
                .withMessageContaining("dimensions 2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Split(two, Blobs.of(10, 2, 3, 1, 1)))
                .withMessageContaining("same classes");
    }

    private static int[] slow(Split split, int k, float temperature) {
        int[] of = split.train().knownLabels().of();
        return IntStream.range(0, split.test().size())
                .map(
                        i -> {
                            double[] scores = new double[10];
                            IntStream.range(0, of.length)
                                    .boxed()
                                    .sorted(
                                            Comparator.comparingDouble(
                                                    j ->
                                                            -cosine(
                                                                    split.test(),
                                                                    i,
                                                                    split.train(),
                                                                    j)))
                                    .limit(k)
                                    .forEach(
                                            j ->
                                                    scores[of[j]] +=
                                                            Math.exp(
                                                                    cosine(
                                                                                    split.test(),
                                                                                    i,
                                                                                    split.train(),
                                                                                    j)
                                                                            / temperature));
                            return IntStream.range(0, 10)
                                    .boxed()
                                    .max(Comparator.comparingDouble(c -> scores[c]))
                                    .orElseThrow();
                        })
                .toArray();
    }

    private static double cosine(Features a, int i, Features b, int j) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int c = 0; c < a.dimension(); c++) {
            double x = a.values()[i * a.dimension() + c];
            double y = b.values()[j * b.dimension() + c];
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / Math.sqrt(aa * bb);
    }
}
