package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.testing.GoldenCase;

class WordLossTest extends LossTest {

    private final NegativeSamplingLoss sampling = new NegativeSamplingLoss();

    /** The papers' equations (derived), golden group mi_graph. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "b_one"})
    void negativeSamplingAgreesWithTheReference(String name) {
        try (GoldenCase golden =
                new GoldenCase(
                        NegativeSamplingLoss.class,
                        "mi_graph",
                        "skipgram_negative_sampling." + name)) {
            NDArray center = golden.longs("center").reshape(-1, 1);
            NDArray each =
                    sampling.samples(
                            golden.get("v"),
                            golden.get("u"),
                            center,
                            golden.longs("context"),
                            golden.longs("negatives"));
            golden.check("loss_per_pair", each);
            golden.checkLoss(each.mean());
        }
        try (GoldenCase golden =
                new GoldenCase(
                        NegativeSamplingLoss.class, "mi_graph", "cbow_negative_sampling." + name)) {
            NDArray each =
                    sampling.samples(
                            golden.get("v"),
                            golden.get("u"),
                            golden.longs("contexts"),
                            golden.longs("target"),
                            golden.longs("negatives"));
            golden.check("loss_per_sample", each);
            golden.checkLoss(each.mean());
        }
    }

    /** word2vec's tree (derived), golden group mi_graph. */
    @ParameterizedTest
    @CsvSource({
        "hierarchical_softmax.a, 45 27 14 9 6 3 2",
        "hierarchical_softmax.b_skip_gram, 9 4 2 1"
    })
    void hierarchicalSoftmaxAgreesWithTheReference(String name, String counts) {
        try (GoldenCase golden = new GoldenCase(HierarchicalSoftmaxLoss.class, "mi_graph", name)) {
            HuffmanTree tree =
                    new HuffmanTree(
                            Arrays.stream(counts.split(" ")).mapToLong(Long::parseLong).toArray());
            int longest = (int) golden.longs("codes").getShape().get(1);
            long[] flatCodes = new long[tree.words() * longest];
            long[] flatPoints = new long[tree.words() * longest];
            Arrays.fill(flatCodes, -1);
            Arrays.fill(flatPoints, -1);
            for (int word = 0; word < tree.words(); word++) {
                for (int j = 0; j < tree.codes(word).length; j++) {
                    flatCodes[word * longest + j] = tree.codes(word)[j];
                    flatPoints[word * longest + j] = tree.points(word)[j];
                }
            }
            golden.checkLongs("codes", longs(flatCodes).reshape(-1, longest));
            golden.checkLongs("points", longs(flatPoints).reshape(-1, longest));
            HierarchicalSoftmaxLoss loss = new HierarchicalSoftmaxLoss(tree);
            NDArray v = golden.get("v");
            NDArray u = golden.get("u");
            NDArray contexts = golden.longs("contexts");
            NDArray target = golden.longs("target");
            golden.checkLoss(loss.evaluate(v, u, contexts, target));
            golden.differing("fastText gives the branches the opposite signs: -u here")
                    .check("loss_fasttext", loss.evaluate(v, u.neg(), contexts, target));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 1, 1", "4, 5, 3, 2", "6, 2, 2, 5"})
    void areThePapersFormulas(int n, int d, int window, int noise) {
        int words = 7;
        double[][] v = random(words, d, 1);
        double[][] u = random(words, d, 2);
        HuffmanTree tree = new HuffmanTree(5, 9, 1, 3, 3, 20, 0);
        long[] contexts = new long[n * window];
        long[] target = new long[n];
        long[] negatives = new long[n * noise];
        double sampled = 0;
        double turns = 0;
        for (int i = 0; i < n; i++) {
            double[] h = new double[d];
            for (int c = 0; c < window; c++) {
                contexts[i * window + c] = (i + 2L * c) % words;
                for (int a = 0; a < d; a++) {
                    h[a] += v[(i + 2 * c) % words][a] / window;
                }
            }
            target[i] = (3L * i) % words;
            sampled -= Math.log(sigmoid(dot(u[(int) target[i]], h))) / n;
            for (int k = 0; k < noise; k++) {
                negatives[i * noise + k] = (i + (long) k) % words;
                sampled -= Math.log(sigmoid(-dot(u[(i + k) % words], h))) / n;
            }
            int[] codes = tree.codes((int) target[i]);
            int[] points = tree.points((int) target[i]);
            for (int j = 0; j < codes.length; j++) {
                turns -= Math.log(sigmoid((1 - 2 * codes[j]) * dot(u[points[j]], h))) / n;
            }
        }
        NDArray context = longs(contexts).reshape(n, window);
        assertValue(
                sampling.evaluate(
                        array(v),
                        array(u),
                        context,
                        longs(target),
                        longs(negatives).reshape(n, noise)),
                sampled);
        assertValue(
                new HierarchicalSoftmaxLoss(tree)
                        .evaluate(array(v), array(u).get("0:6"), context, longs(target)),
                turns);
    }

    @Test
    void probabilitiesOfAllWordsSumToOne() {
        HierarchicalSoftmaxLoss loss =
                new HierarchicalSoftmaxLoss(new HuffmanTree(1, 1, 1, 1, 7, 0));
        NDArray v = array(random(6, 3, 1));
        NDArray u = array(random(5, 3, 2));
        double sum = 0;
        for (int word = 0; word < 6; word++) {
            sum +=
                    Math.exp(
                            -loss.evaluate(v, u, longs(2, 4).reshape(1, 2), longs(word))
                                    .getFloat());
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @Test
    void orderOfContextAndNegativesDoesNotMatter() {
        NDArray v = array(random(4, 3));
        NDArray u = array(random(4, 3, 1));
        assertSame(
                sampling.evaluate(
                        v, u, longs(2, 1).reshape(1, 2), longs(0), longs(3, 1).reshape(1, 2)),
                sampling.evaluate(
                        v, u, longs(1, 2).reshape(1, 2), longs(0), longs(1, 3).reshape(1, 2)));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray u = ones(3, 2).mul(100);
        NDArray one = longs(0).reshape(1, 1);
        assertFinite(v -> sampling.evaluate(v, u, one, longs(1), one), u.neg());
        HierarchicalSoftmaxLoss loss = new HierarchicalSoftmaxLoss(new HuffmanTree(1, 2, 3));
        assertFinite(v -> loss.evaluate(v, u.get("0:2"), one, longs(0)), u);
    }

    @Test
    void refusesWhatDoesNotFit() {
        NDArray one = longs(0).reshape(1, 1);
        assertRefused(
                () -> sampling.evaluate(ones(3, 2), ones(3, 2), one, longs(0, 1), one),
                "contexts (n, C), targets (n) and negatives (n, K), got (1, 1) and (2) and (1, 1)");
        HierarchicalSoftmaxLoss loss = new HierarchicalSoftmaxLoss(new HuffmanTree(1, 2, 3));
        assertRefused(
                () -> loss.evaluate(ones(3, 2), ones(3, 2), one, longs(0)),
                "inner nodes (2, 2) and 1 targets, got (3, 2) and (1)");
        assertRefused(
                () -> loss.evaluate(ones(3, 2), ones(2, 2), one, longs(3)),
                "targets from 0 to 2, got 3");
        assertRefused(() -> new HuffmanTree(3), "at least two counts");
        assertRefused(() -> new HuffmanTree(3, -1), "none of them negative, got [3, -1]");
    }
}
