package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class SwavLossTest extends LossTest {

    /** lightly's sinkhorn, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({
        "sinkhorn.a, 3, 0.05",
        "sinkhorn.b_batch2, 1, 0.1",
        "sinkhorn.c_many_iterations, 50, 0.2",
        "sinkhorn.d_large_scores, 3, 0.01"
    })
    void codesAgreeWithTheReference(String name, int iterations, float epsilon) {
        try (GoldenCase golden = new GoldenCase(Sinkhorn.class, "contrastive_losses", name)) {
            golden.check("codes", new Sinkhorn(iterations, epsilon).evaluate(golden.get("scores")));
        }
    }

    /** lightly's SwaVLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"swav.a, 0.1", "swav.b_no_low, 0.2", "swav.c_queue, 0.1"})
    void agreesWithTheReference(String name, float temperature) {
        try (GoldenCase golden = new GoldenCase(SwavLoss.class, "contrastive_losses", name)) {
            NDList small = golden.has("low") ? crops(golden.get("low")) : new NDList();
            NDList queues = golden.has("queue") ? crops(golden.get("queue")) : new NDList();
            SwavLoss loss = new SwavLoss(temperature, new Sinkhorn(3, 0.05f));
            golden.checkLoss(loss.evaluate(crops(golden.get("high")), small, queues));
        }
    }

    static NDList crops(NDArray stacked) {
        NDList crops = new NDList();
        for (long i = 0; i < stacked.getShape().get(0); i++) {
            crops.add(stacked.get(i));
        }
        return crops;
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 1", "5, 4, 2", "12, 7, 3"})
    void isThePapersFormula(int n, int k, int rounds) {
        double[][][] scores = {random(n, k, 1), random(n, k, 2), random(n, k, 3)};
        double mean = 0;
        for (int i = 0; i < 2; i++) {
            double[][] q = sinkhorn(scores[i], rounds);
            for (int v = 0; v < 3; v++) {
                for (int s = 0; s < n && v != i; s++) {
                    double[] p = softmax(scores[v][s]);
                    for (int c = 0; c < k; c++) {
                        mean -= q[s][c] * Math.log(p[c]) / (n * 4);
                    }
                }
            }
        }
        NDList large = new NDList(array(scores[0]), array(scores[1]));
        SwavLoss loss = new SwavLoss(1, new Sinkhorn(rounds, 0.5f));
        assertValue(loss.evaluate(large, new NDList(array(scores[2]))), mean);
    }

    private static double[][] sinkhorn(double[][] scores, int rounds) {
        int n = scores.length;
        int k = scores[0].length;
        double[][] q = new double[n][k];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                q[i][j] = Math.exp(scores[i][j] / 0.5);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (int j = 0; j < k; j++) {
                double sum = 0;
                for (double[] row : q) {
                    sum += row[j];
                }
                for (double[] row : q) {
                    row[j] /= sum;
                }
            }
            for (double[] row : q) {
                double sum = Arrays.stream(row).sum();
                Arrays.setAll(row, j -> row[j] / sum);
            }
        }
        return q;
    }

    @Test
    void manyRoundsUseEveryPrototypeEquallyOften() {
        NDArray codes = new Sinkhorn(200, 0.5f).evaluate(array(random(12, 4)));
        assertSame(codes.sum(new int[] {0}), ones(4).mul(3));
        assertSame(codes.sum(new int[] {1}), ones(12));
    }

    @Test
    void orderOfSamplesAndPrototypesDoesNotMatter() {
        NDArray a = array(random(4, 3));
        NDArray b = array(random(4, 3, 1));
        SwavLoss loss = new SwavLoss(0.1f, new Sinkhorn(3, 0.05f));
        assertSame(
                loss.evaluate(new NDList(b.flip(0, 1), a.flip(0, 1)), new NDList()),
                loss.evaluate(new NDList(a, b), new NDList()));
    }

    @Test
    void staysFiniteAtExtremes() {
        SwavLoss loss = new SwavLoss(1e-3f, new Sinkhorn(3, 1e-3f));
        NDArray other = array(random(2, 3)).mul(10);
        assertFinite(s -> loss.evaluate(new NDList(s, other), new NDList()), other.neg());
    }

    @Test
    void refusesWhatDoesNotFit() {
        SwavLoss loss = new SwavLoss(0.1f, new Sinkhorn(3, 0.05f));
        NDList one = new NDList(ones(2, 3));
        NDList none = new NDList();
        assertRefused(() -> loss.evaluate(one, none), "at least two crops");
        assertRefused(() -> loss.evaluate(none, one), "got 0 large and 1 small");
        assertRefused(() -> loss.evaluate(one, new NDList(ones(3, 3))), "(2, 3) and (3, 3)");
        NDList two = new NDList(ones(2, 3), ones(2, 3));
        assertRefused(() -> loss.evaluate(two, none, one), "one queue for each of 2 large crops");
        assertRefused(
                () -> loss.evaluate(two, none, new NDList(ones(2, 4), ones(2, 4))),
                "a queue of scores (m, 3), got (2, 4)");
        assertRefused(() -> new Sinkhorn(0, 1), "number of iterations from 1.0");
        assertRefused(() -> new Sinkhorn(1, 0), "positive, finite epsilon");
        assertRefused(() -> new SwavLoss(0, new Sinkhorn(1, 1)), "positive, finite temperature");
        assertRefused(() -> new Sinkhorn(1, 1).evaluate(ones(3)), "an array (n, d)");
    }
}
