package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class VqLossTest extends LossTest {

    /** pythae's Quantizer with means in place of sums, golden group generative. */
    @ParameterizedTest
    @CsvSource({"vq.a, 0.25", "vq.b_one_code, 0.5"})
    void agreesWithTheReference(String name, float beta) {
        try (GoldenCase golden = new GoldenCase(VqLoss.class, "generative", name)) {
            NDArray z = golden.get("z");
            VqLoss.Terms terms = new VqLoss(beta).evaluate(z, golden.get("codebook"));
            golden.checkLongs("indices", terms.indices());
            golden.check("quantised", terms.quantized());
            golden.check("loss", terms.loss());
            NDArray total = terms.loss().add(terms.quantized().mul(golden.get("cotangent")).sum());
            golden.check("total", total);
            golden.checkGradients(total, "grad_");
            golden.differing("pythae sums over all entries, we average: multiplied here")
                    .check("loss_sum", terms.loss().mul(z.size()));
        }
    }

    /** The paper's appendix A.1 with Sonnet's smoothing (derived), golden group generative. */
    @ParameterizedTest
    @CsvSource({"vq_ema_paper.a, 0.9", "vq_ema_paper.b_unused_codes, 0.99"})
    void averageAgreesWithTheReference(String name, float decay) {
        try (GoldenCase golden = new GoldenCase(CodebookEma.class, "generative", name)) {
            run(golden, decay, counts -> counts);
        }
    }

    /** pythae's QuantizerEMA, golden group generative, which keeps the counts it smoothed. */
    @ParameterizedTest
    @CsvSource({"vq_ema_pythae.a, 0.9", "vq_ema_pythae.b_unused_codes, 0.99"})
    void averageAgreesWithPythaeOnceItsCountsAreKept(String name, float decay) {
        try (GoldenCase golden = new GoldenCase(CodebookEma.class, "generative", name)) {
            golden.differing("pythae keeps the smoothed counts, we the plain ones: smoothed here");
            run(golden, decay, VqLossTest::smoothed);
        }
    }

    private static NDArray smoothed(NDArray counts) {
        NDArray total = counts.sum();
        return counts.add(1e-5f).div(total.add(counts.size() * 1e-5f)).mul(total);
    }

    /** Three steps; what is kept of the counts after each is the caller's choice. */
    private static void run(GoldenCase golden, float decay, UnaryOperator<NDArray> kept) {
        CodebookEma.State state =
                new CodebookEma.State(
                        golden.get("codebook_0"),
                        golden.get("cluster_size_0"),
                        golden.get("ema_0"));
        NDList codebooks = new NDList();
        NDList counts = new NDList();
        NDList sums = new NDList();
        NDList indices = new NDList();
        for (int step = 0; step < 3; step++) {
            NDArray z = golden.get("z").get(step);
            NDArray index = new VqLoss(1).evaluate(z, state.codebook()).indices();
            CodebookEma.State next = new CodebookEma(decay).next(state, z, index);
            state = new CodebookEma.State(next.codebook(), kept.apply(next.counts()), next.sums());
            indices.add(index);
            codebooks.add(state.codebook());
            counts.add(state.counts());
            sums.add(state.sums());
        }
        golden.checkLongs("indices", NDArrays.stack(indices));
        golden.check("codebook", NDArrays.stack(codebooks));
        golden.check("cluster_size", NDArrays.stack(counts));
        golden.check("ema", NDArrays.stack(sums));
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 1", "5, 4, 3", "16, 2, 9"})
    void isThePapersFormula(int n, int d, int k) {
        double[][] z = random(n, d, 1);
        double[][] codebook = random(k, d, 2);
        double mean = 0;
        long[] indices = new long[n];
        double[] counts = new double[k];
        for (int i = 0; i < n; i++) {
            for (int c = 1; c < k; c++) {
                if (squaredDistance(z[i], codebook[c])
                        < squaredDistance(z[i], codebook[(int) indices[i]])) {
                    indices[i] = c;
                }
            }
            mean += squaredDistance(z[i], codebook[(int) indices[i]]) / (n * d);
            counts[(int) indices[i]] += 0.25;
        }
        VqLoss.Terms terms = new VqLoss(0.5f).evaluate(array(z), array(codebook));
        assertThat(terms.indices().toLongArray()).isEqualTo(indices);
        assertValue(terms.codebook(), mean);
        assertValue(terms.commitment(), mean);
        assertValue(terms.loss(), 1.5 * mean);
        CodebookEma.State start = new CodebookEma.State(array(codebook), ones(k), array(codebook));
        NDArray next = new CodebookEma(0.75f).next(start, array(z), terms.indices()).counts();
        assertSame(next, vector(counts).add(0.75f));
    }

    @Test
    void codesAreTheirOwnNearest() {
        NDArray codebook = array(random(5, 3));
        VqLoss.Terms terms = new VqLoss(0.25f).evaluate(codebook, codebook);
        assertThat(terms.indices().toLongArray()).containsExactly(0, 1, 2, 3, 4);
        assertValue(terms.loss(), 0);
        assertSame(terms.quantized(), codebook);
    }

    @Test
    void aSteadyAssignmentLeadsToTheMean() {
        NDArray z = array(random(4, 2));
        CodebookEma.State state =
                new CodebookEma.State(ones(1, 2), ones(1).mul(0), ones(1, 2).mul(0));
        NDArray index = longs(0, 0, 0, 0);
        for (int step = 0; step < 3; step++) {
            state = new CodebookEma(0.5f).next(state, z, index);
        }
        assertSame(state.codebook().reshape(-1), z.mean(new int[] {0}));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray codebook = array(random(2, 3)).mul(1e6);
        assertFinite(z -> new VqLoss(0.25f).evaluate(z, codebook).loss(), codebook.neg());
        CodebookEma.State unused = new CodebookEma.State(codebook, ones(2).mul(0), codebook.mul(0));
        CodebookEma.State next = new CodebookEma(0.9f).next(unused, ones(1, 3), longs(1));
        for (float value : next.codebook().toFloatArray()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused(
                () -> new VqLoss(1).evaluate(ones(2, 3), ones(4, 2)),
                "vectors (..., d) and codes (k, d), got (2, 3) and (4, 2)");
        assertRefused(() -> new VqLoss(-1), "finite beta of at least 0.0");
        assertRefused(() -> new CodebookEma(1.5f), "decay from 0.0 to 1.0, got 1.5");
        CodebookEma.State state = new CodebookEma.State(ones(4, 3), ones(4), ones(4, 3));
        assertRefused(
                () -> new CodebookEma(1).next(state, ones(2, 3), longs(1)),
                "vectors (..., d), their indices (...), counts (k) and sums (k, d), got (2, 3)");
    }
}
