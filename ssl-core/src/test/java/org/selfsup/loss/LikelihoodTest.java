package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.Numbers;
import org.selfsup.testing.GoldenCase;

class LikelihoodTest extends LossTest {

    static final String CONSTANT =
            "pythae leaves the constant D/2 log(2 pi) of the Gaussian out: taken away here";

    private final BernoulliLikelihood bernoulli = new BernoulliLikelihood();
    private final GaussianLikelihood gaussian = new GaussianLikelihood();
    private final GaussianDivergence divergence = new GaussianDivergence();

    /** pythae's VAE.loss_function, golden group generative; it leaves D/2 log(2 pi) out. */
    @ParameterizedTest
    @CsvSource({
        "vae_bernoulli.a, true",
        "vae_bernoulli.b_single, true",
        "vae_gaussian.a, false",
        "vae_gaussian.b_single, false"
    })
    void boundsAgreeWithTheReference(String name, boolean bits) {
        try (GoldenCase golden = new GoldenCase(likelihood(bits), "generative", name)) {
            NDArray mu = golden.get("mu");
            NDArray logVar = golden.get("log_var");
            NDArray z = Numbers.times(logVar, 0.5).exp().mul(golden.get("eps")).add(mu);
            golden.check("z", z);
            NDArray output = z.matMul(golden.get("W").transpose()).add(golden.get("b"));
            golden.check("decoder_output", output);
            NDArray x = golden.get("x");
            NDArray kl = divergence.evaluate(mu, logVar).mean();
            NDArray reconstruction = reconstruction(bits, output, x);
            golden.of(GaussianDivergence.class).check("kl", kl);
            golden.of(likelihood(bits))
                    .differing(bits ? "" : CONSTANT)
                    .check("reconstruction", reconstruction);
            golden.checkLoss(reconstruction.add(kl));
        }
    }

    /** pythae's BetaVAE.loss_function, golden group generative. */
    @ParameterizedTest
    @CsvSource({"beta_vae.a, true, 4", "beta_vae.b, false, 0.5"})
    void weightedBoundsAgreeWithTheReference(String name, boolean bits, float beta) {
        try (GoldenCase golden = new GoldenCase(likelihood(bits), "generative", name)) {
            NDArray kl = divergence.evaluate(golden.get("mu"), golden.get("log_var")).mean();
            NDArray reconstruction =
                    reconstruction(bits, golden.get("decoder_output"), golden.get("x"));
            golden.of(GaussianDivergence.class).check("kl", kl);
            golden.of(likelihood(bits))
                    .differing(bits ? "" : CONSTANT)
                    .check("reconstruction", reconstruction);
            golden.checkLoss(reconstruction.add(Numbers.times(kl, beta)));
        }
    }

    private static Class<?> likelihood(boolean bits) {
        return bits ? BernoulliLikelihood.class : GaussianLikelihood.class;
    }

    private NDArray reconstruction(boolean bits, NDArray output, NDArray x) {
        if (bits) {
            return bernoulli.evaluate(output, x).mean().neg();
        }
        float constant = (float) (x.getShape().get(1) * Math.log(2 * Math.PI) / 2);
        return gaussian.evaluate(output, x).mean().neg().sub(constant);
    }

    /** normflows' DiagGaussian, golden group generative. */
    @Test
    void standardNormalAgreesWithTheReference() {
        try (GoldenCase golden =
                new GoldenCase(
                        GaussianLikelihood.class, "generative", "standard_normal_log_prob")) {
            NDArray z = golden.get("z");
            NDArray logP = gaussian.evaluate(z, z.zerosLike());
            golden.check("log_prob", logP);
            golden.checkGradients(logP.sum(), "grad_");
        }
    }

    /** torch's binary_cross_entropy_with_logits and Normal, golden group generative. */
    @Test
    void agreeWithTorchsDistributions() {
        try (GoldenCase golden =
                new GoldenCase(
                        BernoulliLikelihood.class, "generative", "bernoulli_logits.extreme")) {
            golden.checkLoss(
                    bernoulli.evaluate(golden.get("logits"), golden.get("x")).mean().neg());
        }
        try (GoldenCase golden =
                new GoldenCase(GaussianLikelihood.class, "generative", "gaussian_nll")) {
            NDArray logP =
                    gaussian.evaluate(golden.get("mean"), golden.get("log_var"), golden.get("x"));
            golden.checkLoss(logP.mean().neg());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "5, 4", "16, 32"})
    void areThePapersFormulas(int n, int d) {
        double[][] m = random(n, d, 1);
        double[][] v = random(n, d, 2);
        double[][] x = random(n, d, 3);
        double[][] w = random(n, d, 4);
        double coin = 0;
        double normal = 0;
        double kl = 0;
        double between = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                double p = 1 / (1 + Math.exp(-m[i][j]));
                double bit = x[i][j] > 0 ? 1 : 0;
                coin += bit * Math.log(p) + (1 - bit) * Math.log(1 - p);
                double var = Math.exp(v[i][j]);
                double gap = x[i][j] - m[i][j];
                normal -= Math.log(2 * Math.PI * var) / 2 + gap * gap / (2 * var);
                kl -= (1 + v[i][j] - m[i][j] * m[i][j] - var) / 2;
                double other = Math.exp(w[i][j]);
                between += (Math.log(other / var) - 1 + (var + gap * gap) / other) / 2;
            }
        }
        NDArray mean = array(m);
        NDArray logVariance = array(v);
        NDArray bits = array(x).gt(0).toType(mean.getDataType(), false);
        assertValue(bernoulli.evaluate(mean, bits).sum(), coin);
        assertValue(gaussian.evaluate(mean, logVariance, array(x)).sum(), normal);
        assertValue(divergence.evaluate(mean, logVariance).sum(), kl);
        assertValue(divergence.evaluate(mean, logVariance, array(x), array(w)).sum(), between);
    }

    @Test
    void samplesStandByThemselves() {
        NDArray mean = array(random(4, 6)).reshape(4, 2, 3);
        NDArray x = mean.flip(0);
        NDArray all = gaussian.evaluate(mean, x);
        assertThat(all.getShape()).isEqualTo(new Shape(4));
        assertSame(gaussian.evaluate(mean.get("2:3"), x.get("2:3")), all.get("2:3"));
        assertSame(gaussian.evaluate(mean, mean.mul(0), x), all);
    }

    @Test
    void divergenceFromItselfIsZeroAndFromTheStandardNormalTheShortForm() {
        NDArray mean = array(random(3, 4));
        NDArray logVariance = array(random(3, 4, 1));
        NDArray zero = mean.mul(0);
        assertSame(divergence.evaluate(mean, logVariance, mean, logVariance), vector(0, 0, 0));
        assertSame(
                divergence.evaluate(mean, logVariance, zero, zero),
                divergence.evaluate(mean, logVariance));
    }

    @Test
    void stayFiniteAtExtremes() {
        NDArray bits = array(new double[] {0, 1, 0.5});
        assertFinite(l -> bernoulli.evaluate(l, bits), array(new double[] {1e4, -1e4, 0}));
        NDArray narrow = array(new double[] {-60, 60, -80});
        assertFinite(v -> gaussian.evaluate(bits, v, bits), narrow);
        assertFinite(v -> divergence.evaluate(bits, v), narrow);
    }

    @Test
    void refuseShapesThatDiffer() {
        assertRefused(() -> bernoulli.evaluate(ones(3, 2), ones(2)), "got (3, 2) and (2)");
        assertRefused(() -> gaussian.evaluate(ones(3), ones(3, 1)), "got (3) and (3, 1)");
        assertRefused(
                () -> gaussian.evaluate(ones(3), ones(2), ones(3)), "got (3) and (2) and (3)");
        assertRefused(() -> divergence.evaluate(ones(), ones()), "(n, ...)");
    }
}
