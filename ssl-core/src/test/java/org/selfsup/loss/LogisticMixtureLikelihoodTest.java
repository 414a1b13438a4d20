package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.testing.GoldenCase;

class LogisticMixtureLikelihoodTest extends LossTest {

    private final LogisticMixtureLikelihood likelihood = new LogisticMixtureLikelihood();

    /** pclucas14/pixel-cnn-pp and the paper's formula, golden group generative. */
    @ParameterizedTest
    @ValueSource(strings = {"grey", "rgb", "rgb_sharp"})
    void agreesWithTheReference(String name) {
        try (GoldenCase golden =
                new GoldenCase(
                        LogisticMixtureLikelihood.class,
                        "generative",
                        "logistic_mixture." + name)) {
            NDArray logits = golden.get("logits");
            NDArray means = golden.get("means");
            NDArray scales = golden.get("log_scales");
            NDArray x = golden.get("x");
            NDArray pixels =
                    golden.has("coeffs")
                            ? likelihood.pixels(logits, means, scales, golden.get("coeffs"), x)
                            : likelihood.pixels(logits, means, scales, x);
            golden.check("log_prob", pixels);
            golden.checkLoss(pixels.sum().neg());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 5"})
    void isThePapersFormula(int n, int k) {
        double[][] logits = random(n, k, 1);
        double[][] means = random(n, k, 2);
        double[][] scales = random(n, k, 3);
        double sum = 0;
        double[][] pixels = new double[n][1];
        for (int i = 0; i < n; i++) {
            double x = new double[] {0.2, -1, 1}[i];
            pixels[i][0] = x;
            double p = 0;
            for (int c = 0; c < k; c++) {
                double s = Math.exp(scales[i][c] - 1);
                double above = x == 1 ? 1 : sigmoid((x + 1.0 / 255 - means[i][c]) / s);
                double below = x == -1 ? 0 : sigmoid((x - 1.0 / 255 - means[i][c]) / s);
                p += softmax(logits[i])[c] * (above - below);
            }
            sum += Math.log(p);
        }
        NDArray value =
                likelihood.evaluate(
                        array(logits).reshape(n, k, 1, 1),
                        array(means).reshape(n, 1, k, 1, 1),
                        array(scales).sub(1).reshape(n, 1, k, 1, 1),
                        array(pixels).reshape(n, 1, 1, 1));
        assertThat((double) value.sum().getFloat()).isCloseTo(sum, within(1e-4));
    }

    @Test
    void probabilitiesOfAllValuesSumToOne() {
        float[] values = new float[256];
        for (int i = 0; i < 256; i++) {
            values[i] = i * 2 / 255f - 1;
        }
        NDArray x = manager.create(values, new Shape(256, 1, 1, 1));
        NDArray logits = vector(0.3, -0.2).reshape(1, 2, 1, 1).repeat(0, 256);
        NDArray means = vector(-0.8, 0.4).reshape(1, 1, 2, 1, 1).repeat(0, 256);
        NDArray scales = vector(-2, -3).reshape(1, 1, 2, 1, 1).repeat(0, 256);
        assertThat(likelihood.evaluate(logits, means, scales, x).exp().sum().getFloat())
                .isCloseTo(1, within(1e-4f));
    }

    @Test
    void channelsStandByThemselvesWithoutCoefficients() {
        NDArray logits = array(random(2, 4)).reshape(2, 2, 2, 1);
        NDArray means = array(random(2, 12)).reshape(2, 3, 2, 2, 1);
        NDArray scales = means.flip(0);
        NDArray x = array(random(2, 6)).tanh().reshape(2, 3, 2, 1);
        assertSame(
                likelihood.evaluate(logits, means, scales, means.mul(0), x),
                likelihood.evaluate(logits, means, scales, x));
        assertSame(
                likelihood.evaluate(logits.flip(1), means.flip(2), scales.flip(2), x),
                likelihood.evaluate(logits, means, scales, x));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray x = vector(-1, 0, 1).reshape(3, 1, 1, 1);
        NDArray logits = ones(3, 1, 1, 1).mul(1e4);
        NDArray far = vector(1e3, -1e3, -1e3).reshape(3, 1, 1, 1, 1);
        assertFinite(m -> likelihood.evaluate(logits, m, far.mul(0).sub(50), x), far);
        assertFinite(s -> likelihood.evaluate(logits, far, s, x), far.mul(0).add(30));
        assertFinite(s -> likelihood.evaluate(logits, far, s, x), far.mul(0).sub(6));
    }

    @Test
    void refusesWhatDoesNotFit() {
        NDArray x = ones(2, 1, 3, 3);
        NDArray logits = ones(2, 4, 3, 3);
        NDArray means = ones(2, 1, 4, 3, 3);
        assertRefused(
                () -> likelihood.evaluate(logits, means, ones(2, 1, 5, 3, 3), x),
                "pixels (n, c, h, w), logits (n, k, h, w) and parameters (n, c, k, h, w)");
        assertRefused(() -> likelihood.evaluate(ones(2, 4), means, means, x), "and (2, 4)");
        assertRefused(
                () -> likelihood.evaluate(logits, means, means, means, x),
                "pixels of three channels, got (2, 1, 3, 3)");
    }
}
