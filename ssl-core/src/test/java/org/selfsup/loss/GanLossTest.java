package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.testing.GoldenCase;

class GanLossTest extends LossTest {

    /** The papers' formulas in torch (derived), golden group adversarial. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "b_large"})
    void agreesWithTheReference(String name) {
        agrees("gan_non_saturating." + name, new GanLoss.NonSaturating());
        agrees("gan_minimax." + name, new GanLoss.Minimax());
        agrees("gan_hinge." + name, new GanLoss.Hinge());
        agrees("gan_least_squares." + name, new GanLoss.LeastSquares());
        agrees("gan_wasserstein." + name, new GanLoss.Wasserstein());
    }

    private static void agrees(String name, GanLoss loss) {
        try (GoldenCase golden = new GoldenCase(loss.getClass(), "adversarial", name)) {
            NDArray discriminator = loss.discriminator(golden.get("real"), golden.get("fake"));
            golden.check("loss_d", discriminator);
            golden.checkGradients(discriminator, "grad_d_");
            NDArray generator = loss.generator(golden.get("fake"));
            golden.check("loss_g", generator);
            golden.checkGradients(generator, "grad_g_");
        }
    }

    @Test
    void areThePapersFormulas() {
        double[] real = random(1, 5, 1)[0];
        double[] fake = random(1, 7, 2)[0];
        double logistic = 0;
        double saturating = 0;
        double flipped = 0;
        double hinge = 0;
        double squares = 0;
        double toOne = 0;
        for (double r : real) {
            logistic -= Math.log(sigmoid(r)) / 5;
            hinge += Math.max(0, 1 - r) / 5;
            squares += (r - 1) * (r - 1) / 10;
        }
        for (double f : fake) {
            logistic -= Math.log(1 - sigmoid(f)) / 7;
            saturating += Math.log(1 - sigmoid(f)) / 7;
            flipped -= Math.log(sigmoid(f)) / 7;
            hinge += Math.max(0, 1 + f) / 7;
            squares += f * f / 14;
            toOne += (f - 1) * (f - 1) / 14;
        }
        NDArray r = vector(real);
        NDArray f = vector(fake);
        assertValue(new GanLoss.NonSaturating().discriminator(r, f), logistic);
        assertValue(new GanLoss.Minimax().discriminator(r, f), logistic);
        assertValue(new GanLoss.NonSaturating().generator(f), flipped);
        assertValue(new GanLoss.Minimax().generator(f), saturating);
        assertValue(new GanLoss.Hinge().discriminator(r, f), hinge);
        assertValue(new GanLoss.LeastSquares().discriminator(r, f), squares);
        assertValue(new GanLoss.LeastSquares().generator(f), toOne);
    }

    @Test
    void anUndecidedDiscriminatorLosesTwoLogTwo() {
        assertValue(
                new GanLoss.NonSaturating().discriminator(ones(3, 1).mul(0), ones(2).mul(0)),
                2 * Math.log(2));
    }

    @Test
    void criticsIgnoreACommonShift() {
        NDArray r = vector(random(1, 5, 1)[0]);
        NDArray f = vector(random(1, 4, 2)[0]);
        GanLoss loss = new GanLoss.Wasserstein();
        assertSame(loss.discriminator(r.add(3), f.add(3)), loss.discriminator(r, f));
    }

    @Test
    void gradientOfTheNonSaturatingGeneratorDoesNotVanish() {
        NDArray lost = vector(-200, 200);
        assertThat(new GanLoss.NonSaturating().generator(lost).getFloat()).isEqualTo(100);
        assertFinite(new GanLoss.NonSaturating()::generator, lost);
        assertFinite(new GanLoss.Minimax()::generator, lost);
        assertFinite(x -> new GanLoss.NonSaturating().discriminator(x, lost), lost);
    }

    @Test
    void refusesNoLogits() {
        assertRefused(() -> new GanLoss.Hinge().generator(ones(0)), "at least one logit, got (0)");
        assertRefused(() -> new GanLoss.LeastSquares().discriminator(ones(2), ones(0)), "got (0)");
    }
}
