package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class InstanceLossTest extends LossTest {

    /** lemniscate.pytorch's LinearAverage, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({
        "instance_discrimination_softmax.a, 0.07",
        "instance_discrimination_softmax.b, 0.5"
    })
    void softmaxAgreesWithTheReference(String name, float temperature) {
        try (GoldenCase golden =
                new GoldenCase(InstanceSoftmaxLoss.class, "contrastive_losses", name)) {
            golden.checkLoss(
                    new InstanceSoftmaxLoss(temperature)
                            .evaluate(golden.get("x"), golden.get("memory"), golden.longs("y")));
        }
    }

    /** lemniscate.pytorch's NCEFunction and NCECriterion, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"instance_discrimination_nce.a, 0.07", "instance_discrimination_nce.b, 0.5"})
    void noiseContrastAgreesWithTheReference(String name, float temperature) {
        try (GoldenCase golden =
                new GoldenCase(InstanceNceLoss.class, "contrastive_losses", name)) {
            InstanceNceLoss loss = new InstanceNceLoss(temperature);
            NDArray x = golden.get("x");
            NDArray memory = golden.get("memory");
            NDArray index = golden.longs("idx");
            NDArray logZ = loss.logNormalizer(x, memory, index);
            golden.check("Z", logZ.exp());
            NDArray scores = memory.get(index).matMul(x.expandDims(2)).squeeze(2);
            golden.check("probabilities", scores.div(temperature).sub(logZ).exp());
            golden.checkLoss(loss.evaluate(x, memory, index, logZ));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 2, 1", "5, 4, 9, 3", "12, 8, 20, 6"})
    void areThePapersFormulas(int n, int d, int samples, int noise) {
        double[][] x = random(n, d, 1);
        double[][] memory = random(samples, d, 2);
        long[] index = new long[n * (1 + noise)];
        long[] own = new long[n];
        double full = 0;
        double nce = 0;
        for (int i = 0; i < n; i++) {
            own[i] = (3L * i) % samples;
            double sum = 0;
            for (double[] row : memory) {
                sum += Math.exp(dot(row, x[i]) / 2);
            }
            full -= (dot(memory[(int) own[i]], x[i]) / 2 - Math.log(sum)) / n;
            for (int k = 0; k <= noise; k++) {
                long j = k == 0 ? own[i] : (own[i] + 2L * k) % samples;
                index[i * (1 + noise) + k] = j;
                double p = Math.exp(dot(memory[(int) j], x[i]) / 2) / 5;
                double expected = (double) noise / samples;
                nce -= Math.log((k == 0 ? p : expected) / (p + expected + 1e-7)) / n;
            }
        }
        assertValue(new InstanceSoftmaxLoss(2).evaluate(array(x), array(memory), longs(own)), full);
        assertValue(
                new InstanceNceLoss(2)
                        .evaluate(
                                array(x),
                                array(memory),
                                longs(index).reshape(n, 1 + noise),
                                manager.create((float) Math.log(5))),
                nce);
    }

    @Test
    void orderOfMemoryDoesNotMatter() {
        NDArray x = array(random(2, 3));
        NDArray memory = array(random(4, 3, 1));
        InstanceSoftmaxLoss loss = new InstanceSoftmaxLoss(0.2f);
        assertSame(
                loss.evaluate(x, memory.flip(0), longs(3, 1)),
                loss.evaluate(x, memory, longs(0, 2)));
        InstanceNceLoss nce = new InstanceNceLoss(0.2f);
        NDArray zero = manager.create(0f);
        assertSame(
                nce.evaluate(x, memory.flip(0), longs(3, 2, 1, 0).reshape(2, 2), zero),
                nce.evaluate(x, memory, longs(0, 1, 2, 3).reshape(2, 2), zero));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray memory = array(random(4, 3));
        NDArray index = longs(0, 1, 2, 3).reshape(2, 2);
        assertFinite(
                x -> new InstanceSoftmaxLoss(1e-4f).evaluate(x, memory, longs(0, 1)),
                ones(2, 3).mul(5));
        InstanceNceLoss nce = new InstanceNceLoss(1e-4f);
        assertFinite(
                x -> nce.evaluate(x, memory, index, nce.logNormalizer(x, memory, index)),
                ones(2, 3).mul(5));
    }

    @Test
    void refusesWhatDoesNotFit() {
        InstanceSoftmaxLoss loss = new InstanceSoftmaxLoss(0.1f);
        assertRefused(
                () -> loss.evaluate(ones(2, 3), ones(4, 2), longs(0, 1)),
                "features (n, d), a memory (M, d) and n indices, got (2, 3) and (4, 2) and (2)");
        assertRefused(() -> loss.evaluate(ones(2, 3), ones(4, 3), longs(0)), "and (1)");
        InstanceNceLoss nce = new InstanceNceLoss(0.1f);
        assertRefused(
                () -> nce.logNormalizer(ones(2, 3), ones(4, 3), longs(0, 1).reshape(2, 1)),
                "indices (n, 1 + K) with K at least 1");
        assertRefused(() -> new InstanceNceLoss(0), "positive, finite temperature");
        assertRefused(() -> new InstanceSoftmaxLoss(0), "positive, finite temperature");
    }
}
