package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalAggregationLossTest extends LossTest {

    private NDArray table(long[]... rows) {
        return longs(Arrays.stream(rows).flatMapToLong(Arrays::stream).toArray())
                .reshape(new Shape(rows.length, rows[0].length));
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 3, 2, 0.5", "4, 12, 6, 5, 0.2", "6, 20, 4, 20, 1"})
    void isThePapersFormula(int n, int m, int d, int b, float t) {
        double[][] v = random(n, d);
        double[][] bank = random(m, d, 1);
        long[][] clusters = new long[2][m];
        Arrays.setAll(clusters[0], j -> j % 3);
        Arrays.setAll(clusters[1], j -> j < m / 2 ? 0 : -1);
        long[][] own = {
            Arrays.copyOf(clusters[0], n), Arrays.copyOf(clusters[1], n)
        }; // the samples of v are the first n
        double mean = 0;
        for (int i = 0; i < n; i++) {
            int row = i;
            List<Integer> background =
                    IntStream.range(0, m)
                            .boxed()
                            .sorted(
                                    Comparator.comparing(
                                            j ->
                                                    j == row
                                                            ? Double.NEGATIVE_INFINITY
                                                            : -dot(v[row], bank[j])))
                            .limit(b)
                            .collect(Collectors.toList());
            double all = 0;
            double close = 0;
            for (int j : background) {
                double p = Math.exp(dot(v[i], bank[j]) / t);
                boolean together =
                        j == i
                                || clusters[0][j] == clusters[0][i]
                                || (clusters[1][i] >= 0 && clusters[1][j] == clusters[1][i]);
                all += p;
                close += together ? p : 0;
            }
            mean -= Math.log(close / all) / n;
        }
        NDArray index = longs(IntStream.range(0, n).asLongStream().toArray());
        assertValue(
                new LocalAggregationLoss(b, t)
                        .evaluate(array(v), array(bank), index, table(own), table(clusters)),
                mean);
    }

    @Test
    void withoutClustersItTellsTheSampleFromAllOthers() {
        NDArray v = array(random(3, 4));
        NDArray bank = array(random(9, 4, 1));
        NDArray index = longs(2, 0, 8);
        long[] none = new long[9];
        Arrays.fill(none, -1);
        assertSame(
                new LocalAggregationLoss(9, 0.3f)
                        .evaluate(v, bank, index, table(Arrays.copyOf(none, 3)), table(none)),
                new InstanceSoftmaxLoss(0.3f).evaluate(v, bank, index));
    }

    @Test
    void oneClusterOfAllCostsNothing() {
        assertValue(
                new LocalAggregationLoss(4, 0.1f)
                        .evaluate(
                                array(random(2, 3)),
                                array(random(5, 3, 1)),
                                longs(0, 1),
                                table(new long[2]),
                                table(new long[5])),
                0);
    }

    @Test
    void staysFiniteAtExtremes() {
        LocalAggregationLoss loss = new LocalAggregationLoss(3, 1e-4f);
        NDArray bank = array(random(5, 3));
        NDArray none = table(new long[] {-1, -1});
        NDArray clusters = table(new long[] {-1, -1, 0, 0, 0});
        assertFinite(v -> loss.evaluate(v, bank, longs(3, 4), none, clusters), ones(2, 3).mul(0));
        assertFinite(
                v -> loss.evaluate(v, bank, longs(0, 1), none, clusters), array(random(2, 3, 1)));
    }

    @Test
    void refusesWhatDoesNotFit() {
        LocalAggregationLoss loss = new LocalAggregationLoss(4, 0.1f);
        NDArray own = table(new long[2]);
        assertRefused(
                () -> loss.evaluate(ones(2, 3), ones(3, 3), longs(0, 1), own, table(new long[3])),
                "n at least 4, got (3, 3)");
        assertRefused(
                () -> loss.evaluate(ones(2, 3), ones(5, 3), longs(0), own, table(new long[5])),
                "clusters (H, n) and (H, M), got (2, 3) and (5, 3) and (1)");
        assertRefused(() -> new LocalAggregationLoss(1, 0.1f), "neighbours from 2");
        assertRefused(() -> new LocalAggregationLoss(5, 0), "positive, finite temperature");
    }
}
