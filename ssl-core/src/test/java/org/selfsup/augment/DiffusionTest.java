package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;

class DiffusionTest {

    private static final int N = 12;

    /** Weighted, directed, with a self loop and a node apart. */
    private final Graph graph = graph();

    private static Graph graph() {
        Random random = new Random(3);
        int[] sources = IntStream.range(0, 30).map(i -> random.nextInt(N - 1)).toArray();
        int[] targets = IntStream.range(0, 30).map(i -> random.nextInt(N - 1)).toArray();
        targets[0] = sources[0];
        float[] weights = new float[30];
        for (int i = 0; i < 30; i++) {
            weights[i] = 0.5f + random.nextFloat();
        }
        return new Graph(1, new float[N], sources, targets, weights);
    }

    @Test
    void pageRankSolvesItsEquation() {
        // S = a (I - (1 - a) T)^-1, so S - (1 - a) T S = a I.
        double a = 0.2;
        double[][] s = dense(Diffusion.threshold(new Diffusion.PageRank(a), 0));
        double[][] t = transition();
        double[][] ts = product(t, s);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                assertThat(s[i][j] - (1 - a) * ts[i][j]).isCloseTo(i == j ? a : 0, within(1e-5));
            }
        }
    }

    @Test
    void heatIsTheMatrixExponential() {
        double time = 3;
        double[][] expected = new double[N][N];
        double[][] term = new double[N][N];
        for (int i = 0; i < N; i++) {
            term[i][i] = Math.exp(-time);
        }
        for (int k = 1; k < 60; k++) {
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    expected[i][j] += term[i][j];
                }
            }
            term = product(term, transition());
            for (double[] row : term) {
                for (int j = 0; j < N; j++) {
                    row[j] *= time / k;
                }
            }
        }
        double[][] s = dense(Diffusion.threshold(new Diffusion.Heat(time), 0));
        for (int i = 0; i < N; i++) {
            assertThat(s[i]).containsExactly(expected[i], within(1e-5));
        }
    }

    @Test
    void theLargestValuesOfEachNodeAreKept() {
        double[][] all = dense(Diffusion.threshold(new Diffusion.Heat(2), 0));
        double[][] best = dense(Diffusion.topK(new Diffusion.Heat(2), 3));
        double[][] large = dense(Diffusion.threshold(new Diffusion.Heat(2), 0.1));
        for (int i = 0; i < N; i++) {
            double[] sorted = all[i].clone();
            Arrays.sort(sorted);
            for (int j = 0; j < N; j++) {
                assertThat(best[i][j]).isEqualTo(all[i][j] >= sorted[N - 3] ? all[i][j] : 0);
                assertThat(large[i][j]).isEqualTo(all[i][j] >= 0.1 ? all[i][j] : 0);
            }
        }
        assertThat(best[N - 1][N - 1]).isCloseTo(1, within(1e-4));
    }

    @Test
    void precisionLeavesOutSmallValuesOnly() {
        Graph blocks = BlocksGraph.generate(400, 4, 6, 3, 1).graph();
        Diffusion exact = Diffusion.topK(new Diffusion.PageRank(0.15), 16);
        Graph s = exact.apply(blocks, Randomness.at(1));
        Graph fast = exact.withPrecision(1e-4).apply(blocks, Randomness.at(1));
        assertThat(s.edges()).isBetween(15 * 400, 16 * 400);
        assertThat(sum(fast) / sum(s)).isCloseTo(1, within(0.05));
    }

    private static double sum(Graph graph) {
        return IntStream.range(0, graph.edges()).mapToDouble(graph::weight).sum();
    }

    /** T_ij, row i, from the edge j to i. */
    private double[][] transition() {
        double[][] a = new double[N][N];
        for (int e = 0; e < graph.edges(); e++) {
            a[graph.targets()[e]][graph.sources()[e]] += graph.weight(e);
        }
        double[] degree = new double[N];
        for (int i = 0; i < N; i++) {
            a[i][i] = a[i][i] == 0 ? 1 : a[i][i];
            degree[i] = Arrays.stream(a[i]).sum();
        }
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                a[i][j] /= Math.sqrt(degree[i] * degree[j]);
            }
        }
        return a;
    }

    private double[][] dense(Diffusion diffusion) {
        Graph s = diffusion.apply(graph, Randomness.at(1));
        double[][] dense = new double[N][N];
        for (int e = 0; e < s.edges(); e++) {
            dense[s.targets()[e]][s.sources()[e]] = s.weight(e);
        }
        return dense;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                for (int k = 0; k < N; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }
}
