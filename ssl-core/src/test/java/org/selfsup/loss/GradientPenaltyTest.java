package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.Autograd;
import org.selfsup.testing.GoldenCase;

class GradientPenaltyTest extends LossTest {

    /** torch's double backward (derived), golden group adversarial. */
    @ParameterizedTest
    @CsvSource({"a_tanh, tanh, 10", "b_leaky, leaky, 1", "c_batch2, softplus, 10"})
    void wganPenaltyAgreesWithTheReference(String name, String activation, float weight) {
        try (GoldenCase golden =
                new GoldenCase(WganGradientPenalty.class, "adversarial", "wgan_gp." + name)) {
            UnaryOperator<NDArray> critic = critic(golden, activation);
            NDArray real = golden.get("real");
            NDArray fake = golden.get("fake");
            NDArray penalty =
                    new WganGradientPenalty(weight)
                            .evaluate(critic, real, fake, golden.get("alpha"));
            NDArray a = golden.get("alpha");
            NDArray between = real.mul(a).add(fake.mul(a.neg().add(1)));
            golden.check("gradient_norms", InputGradient.norms("test", critic, between));
            golden.check("penalty", penalty.div(weight));
            GanLoss loss = new GanLoss.Wasserstein();
            golden.checkLoss(
                    loss.discriminator(critic.apply(real), critic.apply(fake)).add(penalty));
        }
    }

    /** cortex_DIM's contrastive_gradient_penalty, golden group adversarial. */
    @ParameterizedTest
    @CsvSource({"a_tanh, tanh", "b_leaky, leaky", "c_batch2, softplus"})
    void r1AgreesWithTheReference(String name, String activation) {
        try (GoldenCase golden =
                new GoldenCase(R1Penalty.class, "adversarial", "r1_penalty." + name)) {
            NDArray loss =
                    new R1Penalty(10).evaluate(critic(golden, activation), golden.get("real"));
            golden.check("loss", loss);
            golden.checkGradients(loss, "grad_");
        }
    }

    private static UnaryOperator<NDArray> critic(GoldenCase golden, String activation) {
        NDArray w1 = golden.get("W1").transpose();
        NDArray w2 = golden.get("W2").transpose();
        return x -> {
            NDArray h = x.matMul(w1).add(golden.get("b1"));
            NDArray a =
                    switch (activation) {
                        case "tanh" -> h.tanh();
                        case "leaky" -> Activation.leakyRelu(h, 0.2f);
                        default -> Activation.softPlus(h);
                    };
            return a.matMul(w2).add(golden.get("b2"));
        };
    }

    @Test
    void aQuadraticCriticHasAClosedForm() {
        double[][] real = random(4, 3, 1);
        double[][] fake = random(4, 3, 2);
        double[] a = {0, 0.3, 0.5, 1};
        double wgan = 0;
        double r1 = 0;
        for (int i = 0; i < 4; i++) { // the gradient of |x|^2 is 2 x
            double[] x = new double[3];
            for (int j = 0; j < 3; j++) {
                x[j] = a[i] * real[i][j] + (1 - a[i]) * fake[i][j];
            }
            wgan += 10 * Math.pow(2 * Math.sqrt(dot(x, x)) - 1, 2) / 4;
            r1 += 5 * 4 * dot(real[i], real[i]) / 4;
        }
        UnaryOperator<NDArray> critic = x -> x.square().sum(new int[] {1});
        assertValue(
                new WganGradientPenalty(10).evaluate(critic, array(real), array(fake), vector(a)),
                wgan);
        assertValue(new R1Penalty(10).evaluate(critic, array(real)), r1);
    }

    @Test
    void theSeedDecides() {
        WganGradientPenalty penalty = new WganGradientPenalty(1);
        UnaryOperator<NDArray> critic = x -> x.square().square().sum(new int[] {1, 2});
        NDArray real = array(random(6, 4)).reshape(6, 2, 2);
        NDArray fake = real.flip(0);
        float value = penalty.evaluate(critic, real, fake, 7).getFloat();
        assertThat(penalty.evaluate(critic, real, fake, 7).getFloat()).isEqualTo(value).isFinite();
        assertThat(Math.abs(penalty.evaluate(critic, real, fake, 8).getFloat() - value))
                .isBetween(1e-6f, 1e6f);
    }

    @Test
    void slopesOfOneCostNothingAndGradientModeDoesNotMatter() {
        NDArray x = array(random(3, 1));
        try (Autograd off = Autograd.off()) {
            assertValue(new WganGradientPenalty(10).evaluate(y -> y.mul(1), x, x, 1), 0);
        }
    }

    @Test
    void staysFiniteWhereTheGradientVanishes() {
        NDArray x = ones(2, 3).mul(0);
        assertFinite(
                w -> new R1Penalty(1).evaluate(y -> y.mul(w).square().sum(new int[] {1}), x),
                ones(2, 3));
        assertFinite(
                w ->
                        new WganGradientPenalty(1)
                                .evaluate(y -> y.mul(w).square().sum(new int[] {1}), x, x, 3),
                ones(2, 3));
    }

    @Test
    void refusesWhatHasNoGradient() {
        NDArray x = ones(3, 2);
        R1Penalty r1 = new R1Penalty(1);
        assertRefused(
                () -> r1.evaluate(y -> y.duplicate().sum(new int[] {1}), x),
                "the gradient is cut on the way");
        NDArray w = ones(2, 1);
        w.setRequiresGradient(true);
        assertRefused(
                () -> r1.evaluate(y -> y.stopGradient().matMul(w), x),
                "the gradient is cut on the way");
        assertRefused(
                () -> r1.evaluate(NDArray::square, x),
                "one score of the critic for each of its inputs (3, 2), got (3, 2)");
        assertRefused(() -> r1.evaluate(y -> y, ones(3)), "samples (n, ...), got (3)");
        WganGradientPenalty penalty = new WganGradientPenalty(1);
        assertRefused(() -> penalty.evaluate(y -> y, x, ones(2, 2), 0), "(3, 2) and (2, 2)");
        assertRefused(
                () -> penalty.evaluate(y -> y, x, x, ones(2)),
                "samples (n, ...) and n coefficients, got (3, 2) and (2)");
        assertRefused(() -> new WganGradientPenalty(0), "positive, finite weight");
        assertRefused(() -> new R1Penalty(-1), "positive, finite weight");
    }
}
