package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

class CodePenaltyTest extends LossTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 0.05", "4, 3, 0.2", "9, 5, 0.5"})
    void sparsityIsTheFormula(int n, int d, float rho) {
        double[][] logits = random(n, d);
        double expected = 0;
        for (int j = 0; j < d; j++) {
            double r = 0;
            for (int i = 0; i < n; i++) {
                r += sigmoid(logits[i][j]) / n;
            }
            expected += rho * Math.log(rho / r) + (1 - rho) * Math.log((1 - rho) / (1 - r));
        }
        NDArray h = Activation.sigmoid(array(logits));
        assertValue(new SparsityPenalty(rho, 3).evaluate(h), 3 * expected);
    }

    @Test
    void theWantedActivationCostsNothing() {
        assertThat(new SparsityPenalty(0.25f, 3).evaluate(ones(4, 2).div(4)).getFloat())
                .isCloseTo(0, within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "4, 3, 5", "7, 5, 3"})
    void aSigmoidLayersPenaltyIsThatOfItsJacobian(int n, int d, int k) {
        NDArray x = array(random(n, k, 1));
        NDArray w = array(random(d, k, 2));
        x.setRequiresGradient(true);
        double expected = 0;
        try (Autograd on = Autograd.on()) {
            NDArray h = Activation.sigmoid(x.matMul(w.transpose())); // (n, d)
            for (int j = 0; j < d; j++) {
                NDArray unit = h.get(":, {}", j).sum();
                NDArray row =
                        Autograd.gradientsKeepingGraph(
                                        new NDList(unit),
                                        new NDList(unit.onesLike()),
                                        new NDList(x))
                                .head(); // (n, k), of unit j of every sample
                expected += row.square().sum().getFloat() / n;
            }
        }
        NDArray h = Activation.sigmoid(x.stopGradient().matMul(w.transpose()));
        assertValue(new ContractivePenalty(0.5f).evaluate(h, w), 0.5 * expected);
    }

    @Test
    void directionsEstimateAnyEncodersPenaltyWithoutBias() {
        int n = 4000; // copies of one sample
        NDArray w = array(random(3, 5));
        NDArray x = array(random(1, 5)).repeat(0, n);
        NDArray h = Activation.sigmoid(x.matMul(w.transpose()));
        LibTorch.seed(1);
        NDArray directions = manager.randomNormal(new Shape(n, 3));
        ContractivePenalty penalty = new ContractivePenalty(2);
        float exact = penalty.evaluate(h, w).getFloat();
        NDArray estimate =
                penalty.evaluate(y -> Activation.sigmoid(y.matMul(w.transpose())), x, directions);
        assertThat(estimate.getFloat()).isCloseTo(exact, within(0.1f * exact));
    }

    @Test
    void theEstimatesGradientReachesTheEncoder() {
        NDArray x = array(random(4, 5));
        NDArray directions = array(random(4, 3, 1));
        assertFinite(
                w ->
                        new ContractivePenalty(1)
                                .evaluate(y -> Activation.sigmoid(y.matMul(w)), x, directions),
                array(random(5, 3)));
    }

    @Test
    void maskedPatchesAreComparedWithNormalisedOnes() {
        double[][] x = random(3, 4);
        double[][] y = random(3, 4, 1);
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            double mean = 0;
            double variance = 0;
            for (double value : x[i]) {
                mean += value / 4;
            }
            for (double value : x[i]) {
                variance += (value - mean) * (value - mean) / 3;
            }
            for (int j = 0; j < 4; j++) {
                double target = (x[i][j] - mean) / Math.sqrt(variance + 1e-6);
                expected += (y[i][j] - target) * (y[i][j] - target) / 12;
            }
        }
        NDArray prediction = array(y).reshape(1, 3, 4);
        NDArray patches = array(x).reshape(1, 3, 4);
        assertValue(new MaskedPatchLoss().evaluate(prediction, patches), expected);
        assertThat(new MaskedPatchLoss().evaluate(prediction, patches.mul(5).add(2)).getFloat())
                .isCloseTo((float) expected, within(1e-4f));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused(() -> new SparsityPenalty(0, 1), "a rho above 0 and below 1, got 0.0");
        assertRefused(() -> new SparsityPenalty(0.1f, -1), "finite weight of at least 0.0");
        assertRefused(
                () -> new SparsityPenalty(0.1f, 1).evaluate(ones(2, 3).mul(2)),
                "activations from 0 to 1, such as those of a sigmoid, got means from 2.0 to 2.0");
        assertRefused(() -> new ContractivePenalty(Float.NaN), "finite weight of at least 0.0");
        assertRefused(
                () -> new ContractivePenalty(1).evaluate(ones(2, 3), ones(4, 5)),
                "activations (n, d) and a weight (d, k), got (2, 3) and (4, 5)");
        assertRefused(
                () -> new ContractivePenalty(1).evaluate(y -> y, ones(2, 3), ones(2, 4)),
                "two arrays (n, d) of the same shape");
        assertRefused(
                () -> new MaskedPatchLoss().evaluate(ones(2, 3, 1), ones(2, 3, 1)),
                "patches (n, m, p) with p at least 2");
    }
}
