package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ClusterScoresTest {

    private static final double E = 1e-9;

    @Test
    void aSmallCaseByHand() {
        // counts: cluster 0 holds classes (2, 1), cluster 1 holds (0, 3)
        ClusterScores scores =
                ClusterScores.of(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 1, 1, 1, 1});
        double information =
                2 / 6.0 * Math.log(2)
                        + 1 / 6.0 * Math.log(1 / 2.0)
                        + 3 / 6.0 * Math.log(3 * 6 / 12.0);
        double classes = -2 / 6.0 * Math.log(2 / 6.0) - 4 / 6.0 * Math.log(4 / 6.0);
        assertThat(scores.mutualInformation())
                .isCloseTo(information / Math.sqrt(Math.log(2) * classes), within(E));
        // index 1 + 3, in clusters 3 + 3, in classes 1 + 6, of 15 pairs
        double expected = 6 * 7 / 15.0;
        assertThat(scores.adjustedRand()).isCloseTo((4 - expected) / (6.5 - expected), within(E));
        assertThat(scores.accuracy()).isCloseTo(5 / 6.0, within(E));
        assertThat(scores.purity()).isCloseTo(5 / 6.0, within(E));
    }

    @Test
    void relabellingChangesNothingAndPerfectIsOne() {
        int[] classes = {0, 1, 2, 0, 1, 2, 2};
        ClusterScores perfect = ClusterScores.of(new int[] {5, 0, 3, 5, 0, 3, 3}, classes);
        assertScores(perfect, 1, 1, 1, 1);
        RandomGenerator random = new SplittableRandom(1);
        int[] clusters = random.ints(60, 0, 4).toArray();
        int[] truth = random.ints(60, 0, 3).toArray();
        int[] numbers = {2, 0, 3, 1};
        ClusterScores a = ClusterScores.of(clusters, truth);
        ClusterScores b =
                ClusterScores.of(Arrays.stream(clusters).map(c -> numbers[c]).toArray(), truth);
        assertScores(b, a.mutualInformation(), a.adjustedRand(), a.accuracy(), a.purity());
    }

    @Test
    void independentClustersScoreNothing() {
        int[] clusters = new int[1200];
        int[] classes = new int[1200];
        Arrays.setAll(clusters, i -> i % 3);
        Arrays.setAll(classes, i -> i / 3 % 4);
        ClusterScores scores = ClusterScores.of(clusters, classes);
        assertThat(scores.mutualInformation()).isCloseTo(0, within(E));
        assertThat(scores.adjustedRand()).isCloseTo(0, within(0.01));
        assertThat(scores.purity()).isCloseTo(0.25, within(E));
        assertThat(scores.accuracy()).isCloseTo(0.25, within(E));
    }

    @Test
    void degenerateClustersHaveScoresToo() {
        assertScores(ClusterScores.of(new int[] {0, 0, 0}, new int[] {1, 1, 1}), 1, 1, 1, 1);
        assertScores(ClusterScores.of(new int[] {0}, new int[] {0}), 1, 1, 1, 1);
        assertScores(
                ClusterScores.of(new int[] {0, 0, 0, 0}, new int[] {0, 0, 1, 1}), 0, 0, 0.5, 0.5);
        assertScores(
                ClusterScores.of(new int[] {0, 1, 2, 3}, new int[] {0, 0, 0, 0}), 0, 0, 0.25, 1);
    }

    @Test
    void eachClassIsGivenToOneCluster() {
        // Both clusters are mostly of class 0; one of them must take class 1.
        ClusterScores scores =
                ClusterScores.of(
                        new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1},
                        new int[] {0, 0, 0, 1, 0, 0, 0, 1, 1});
        assertThat(scores.accuracy()).isCloseTo(5 / 9.0, within(E));
        assertThat(scores.purity()).isCloseTo(6 / 9.0, within(E));
    }

    @Test
    void theAssignmentIsThatOfTryingAll() {
        RandomGenerator random = new SplittableRandom(7);
        for (int trial = 0; trial < 300; trial++) {
            int[][] gain = new int[1 + random.nextInt(5)][1 + random.nextInt(5)];
            for (int[] row : gain) {
                Arrays.setAll(row, j -> random.nextInt(10));
            }
            assertThat(Assignment.largestSum(gain)).isEqualTo(best(gain, 0, 0));
        }
    }

    private static long best(int[][] gain, int row, int used) {
        if (row == gain.length) {
            return 0;
        }
        long best = best(gain, row + 1, used);
        for (int j = 0; j < gain[0].length; j++) {
            if ((used >> j & 1) == 0) {
                best = Math.max(best, gain[row][j] + best(gain, row + 1, used | 1 << j));
            }
        }
        return best;
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertThatThrownBy(() -> ClusterScores.of(new int[2], new int[3]))
                .hasMessageContaining("2 clusters and 3 classes");
        assertThatThrownBy(() -> ClusterScores.of(new int[0], new int[0]))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> ClusterScores.of(new int[] {-1}, new int[1]))
                .hasMessageContaining("numbered from 0, got -1");
    }

    private static void assertScores(
            ClusterScores scores, double information, double rand, double accuracy, double purity) {
        assertThat(scores.mutualInformation()).isCloseTo(information, within(E));
        assertThat(scores.adjustedRand()).isCloseTo(rand, within(E));
        assertThat(scores.accuracy()).isCloseTo(accuracy, within(E));
        assertThat(scores.purity()).isCloseTo(purity, within(E));
    }
}
