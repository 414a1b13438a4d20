package org.selfsup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selfsup.cluster.KMeans.Metric;

class KMeansTest {

    private static Clustering cluster(int k, Metric metric, int d, float... rows) {
        return new KMeans(k, 20, metric).cluster(rows, d, new SplittableRandom(1));
    }

    /** Points around k far corners, point i around corner i mod k. */
    private static float[] blobs(int n, int k, int d, double spread) {
        RandomGenerator random = new SplittableRandom(2);
        float[] rows = new float[n * d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                double centre = j == i % k ? 10 : 0;
                rows[i * d + j] = (float) (centre + spread * random.nextGaussian());
            }
        }
        return rows;
    }

    @Test
    void twoPairsOnALineHaveTheirMiddlesAsCentroids() {
        Clustering found = cluster(2, Metric.EUCLIDEAN, 1, 0, 2, 10, 14);
        assertThat(found.of()[0]).isEqualTo(found.of()[1]);
        assertThat(found.of()[2]).isEqualTo(found.of()[3]);
        assertThat(found.centroids()[found.of()[0]]).isEqualTo(1);
        assertThat(found.centroids()[found.of()[3]]).isEqualTo(12);
        assertThat(found.inertia()).isCloseTo((1 + 1 + 4 + 4) / 4.0, within(1e-9));
    }

    @Test
    void theSphericalOneSeesDirectionsOnly() {
        Clustering found = cluster(2, Metric.COSINE, 2, 1, 0, 100, 1, 0, 0.01f, 1, 50);
        assertThat(found.of()[0]).isEqualTo(found.of()[1]);
        assertThat(found.of()[2]).isEqualTo(found.of()[3]).isNotEqualTo(found.of()[0]);
        for (int c = 0; c < 2; c++) {
            double length = Math.hypot(found.centroids()[2 * c], found.centroids()[2 * c + 1]);
            assertThat(length).isCloseTo(1, within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource
    void farBlobsAreFound(Metric metric) {
        Clustering found = cluster(8, metric, 9, blobs(5000, 8, 9, 0.05));
        for (int i = 0; i < 5000; i++) {
            assertThat(found.of()[i]).isEqualTo(found.of()[i % 8]);
        }
        assertThat(found.sizes()).containsOnly(625);
        assertThat(found.perplexity()).isCloseTo(8, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void everyRowIsAtItsNearestCentroid(Metric metric) {
        float[] rows = blobs(600, 3, 5, 4);
        Clustering found = cluster(20, metric, 5, rows);
        float[] x = metric == Metric.COSINE ? KMeans.unit(rows.clone(), 5) : rows;
        for (int i = 0; i < 600; i++) {
            double own = distance(x, i, found, found.of()[i]);
            for (int c = 0; c < 20; c++) {
                assertThat(own).isLessThan(distance(x, i, found, c) + 1e-4);
            }
        }
    }

    private static double distance(float[] rows, int row, Clustering found, int cluster) {
        double sum = 0;
        for (int j = 0; j < 5; j++) {
            sum += Math.pow(rows[row * 5 + j] - found.centroids()[cluster * 5 + j], 2);
        }
        return sum;
    }

    @Test
    void moreRoundsDoNotMakeItWorse() {
        float[] rows = blobs(3000, 7, 6, 5);
        double before = Double.POSITIVE_INFINITY;
        for (int rounds : new int[] {1, 2, 4, 8, 16}) {
            double inertia =
                    new KMeans(12, rounds, Metric.EUCLIDEAN)
                            .cluster(rows, 6, new SplittableRandom(5))
                            .inertia();
            assertThat(inertia).isLessThan(before + 1e-6);
            before = inertia;
        }
    }

    @Test
    void sameRandomnessSameClustersAndTheRowsStay() {
        float[] rows = blobs(500, 4, 3, 3);
        float[] copy = rows.clone();
        Clustering first = cluster(10, Metric.COSINE, 3, rows);
        assertThat(cluster(10, Metric.COSINE, 3, rows).of()).isEqualTo(first.of());
        assertThat(rows).isEqualTo(copy);
    }

    @Test
    void noClusterStaysEmptyWhereRowsDiffer() {
        Clustering found = cluster(100, Metric.EUCLIDEAN, 4, blobs(300, 2, 4, 1));
        assertThat(Arrays.stream(found.sizes()).min().orElse(0)).isBetween(1, 300);
    }

    @Test
    void equalRowsAreOneClusterAndTheOthersStayEmpty() {
        float[] rows = new float[12];
        Arrays.fill(rows, 3);
        Clustering found = cluster(3, Metric.EUCLIDEAN, 2, rows);
        assertThat(found.perplexity()).isCloseTo(1, within(1e-9));
        assertThat(found.inertia()).isCloseTo(0, within(1e-4));
        assertThat(cluster(3, Metric.COSINE, 2, new float[12]).centroids())
                .doesNotContain(Float.NaN);
    }

    @Test
    void asManyClustersAsRowsLeaveEachAlone() {
        assertThat(cluster(3, Metric.EUCLIDEAN, 1, 1, 5, 9).sizes()).containsOnly(1);
    }

    @Test
    void refusesWhatItCannotCluster() {
        assertThatThrownBy(() -> cluster(3, Metric.EUCLIDEAN, 2, 1, 2, 3, 4))
                .hasMessageContaining("3 clusters needs at least as many rows of d values, got 4");
        assertThatThrownBy(() -> cluster(1, Metric.EUCLIDEAN, 1, 1, Float.NaN))
                .hasMessageContaining("finite values, got NaN in row 1");
        assertThatThrownBy(() -> new KMeans(0, 5, Metric.COSINE))
                .hasMessageContaining("at least 1 cluster and 1 round, got 0 and 5");
    }

    @Test
    void reassignedDoesNotMindOtherNumbers() {
        Clustering now = new Clustering(new int[] {1, 1, 0, 0, 2, 2}, new float[3], 1, 0);
        assertThat(now.reassigned(new int[] {0, 0, 2, 2, 1, 1})).isCloseTo(0, within(1e-9));
        assertThat(now.reassigned(new int[] {0, 0, 2, 1, 1, -1})).isCloseTo(0.2, within(1e-9));
        assertThat(now.reassigned(new int[] {-1, -1, -1, -1, -1, -1})).isNaN();
        assertThatThrownBy(() -> now.reassigned(new int[2])).hasMessageContaining("6 rows, got 2");
    }

    @Test
    void perplexityCountsClustersInUse() {
        assertThat(new Clustering(new int[] {0, 0, 2, 2}, new float[3], 1, 0).perplexity())
                .isCloseTo(2, within(1e-9));
        assertThatThrownBy(() -> new Clustering(new int[] {3}, new float[3], 1, 0))
                .hasMessageContaining("0 to 2, got 3");
    }
}
