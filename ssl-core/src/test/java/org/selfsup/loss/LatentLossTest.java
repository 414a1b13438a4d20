package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.engine.Numbers;
import org.selfsup.testing.GoldenCase;

class LatentLossTest extends LossTest {

    /** pythae's BetaTCVAE without stratified sampling, golden group generative. */
    @ParameterizedTest
    @CsvSource({"beta_tc_vae.a, 1, 6, 1, 1000", "beta_tc_vae.b_batch2, 0.5, 2, 1.5, 50"})
    void decompositionAgreesWithTheReference(
            String name, float alpha, float beta, float gamma, long size) {
        try (GoldenCase golden = new GoldenCase(BetaTcVaeLoss.class, "generative", name)) {
            BetaTcVaeLoss.Terms terms =
                    new BetaTcVaeLoss(alpha, beta, gamma, size)
                            .terms(golden.get("z"), golden.get("mu"), golden.get("log_var"));
            golden.check("mutual_information", terms.mutualInformation());
            golden.check("total_correlation", terms.totalCorrelation());
            golden.check("dimension_wise_kl", terms.dimensionWiseDivergence());
            golden.checkLoss(terms.loss());
        }
    }

    /** pythae's IWAE and the bound of its weights, golden group generative. */
    @ParameterizedTest
    @CsvSource({"iwae.a, true", "iwae.b_one_sample, false"})
    void boundAgreesWithTheReference(String name, boolean bits) {
        try (GoldenCase golden =
                new GoldenCase(ImportanceWeightedBound.class, "generative", name)) {
            NDArray mu = golden.get("mu");
            NDArray logVar = golden.get("log_var");
            NDArray output = golden.get("decoder_output"); // (n, k, d)
            Shape shape = output.getShape();
            NDArray deviation = Numbers.times(logVar, 0.5).exp().expandDims(1);
            NDArray z = deviation.mul(golden.get("eps")).add(mu.expandDims(1));
            NDArray x = golden.get("x").expandDims(1).broadcast(shape).reshape(-1, shape.get(2));
            NDArray flat = output.reshape(-1, shape.get(2));
            NDArray logP =
                    bits
                            ? new BernoulliLikelihood().evaluate(flat, x)
                            : new GaussianLikelihood()
                                    .evaluate(flat, x)
                                    .add((float) (shape.get(2) * Math.log(2 * Math.PI) / 2));
            ImportanceWeightedBound bound = new ImportanceWeightedBound();
            NDArray weights =
                    bound.logWeights(logP.reshape(shape.get(0), shape.get(1)), z, mu, logVar);
            golden.differing(bits ? "" : LikelihoodTest.CONSTANT).check("log_w", weights);
            golden.checkLoss(bound.evaluate(weights).mean().neg());
        }
    }

    /** pythae's WAE_MMD, golden group generative. */
    @Test
    void discrepancyAgreesWithTheReference() {
        try (GoldenCase golden = new GoldenCase(MmdLoss.Gaussian.class, "generative", "mmd.rbf")) {
            golden.checkLoss(
                    new MmdLoss.Gaussian(1).evaluate(golden.get("z"), golden.get("prior")));
        }
        try (GoldenCase golden =
                new GoldenCase(MmdLoss.Gaussian.class, "generative", "mmd.batch2")) {
            golden.checkLoss(
                    new MmdLoss.Gaussian(0.5f).evaluate(golden.get("z"), golden.get("prior")));
        }
        try (GoldenCase golden =
                new GoldenCase(MmdLoss.InverseMultiquadric.class, "generative", "mmd.imq")) {
            golden.checkLoss(
                    new MmdLoss.InverseMultiquadric(1)
                            .evaluate(golden.get("z"), golden.get("prior")));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 3", "9, 5"})
    void areThePapersFormulas(int n, int d) {
        double[][] z = random(n, d, 1);
        double[][] m = random(n, d, 2);
        double[][] v = random(n, d, 3);
        double information = 0;
        double correlation = 0;
        double divergence = 0;
        double bound = 0;
        double[] gaussian = new double[2];
        for (int i = 0; i < n; i++) {
            double own = 1;
            double prior = 1;
            double joint = 0;
            double product = 1;
            double weights = 0;
            for (int j = 0; j < d; j++) {
                own *= normal(z[i][j], m[i][j], v[i][j]);
                prior *= normal(z[i][j], 0, 0);
                double marginal = 0;
                for (int k = 0; k < n; k++) {
                    marginal += normal(z[i][j], m[k][j], v[k][j]) / (n * 50);
                }
                product *= marginal;
                weights += Math.exp(z[i][j]) / d;
            }
            for (int k = 0; k < n; k++) {
                double all = 1;
                for (int j = 0; j < d; j++) {
                    all *= normal(z[i][j], m[k][j], v[k][j]);
                }
                joint += all / (n * 50);
                double within = Math.exp(-squaredDistance(z[i], z[k]) / (2 * d));
                within += Math.exp(-squaredDistance(m[i], m[k]) / (2 * d));
                gaussian[0] += i == k ? 0 : within / (n * (n - 1));
                gaussian[1] += Math.exp(-squaredDistance(z[i], m[k]) / (2 * d)) / (n * n);
            }
            information += Math.log(own / joint) / n;
            correlation += Math.log(joint / product) / n;
            divergence += Math.log(product / prior) / n;
            bound += Math.log(weights);
        }
        BetaTcVaeLoss.Terms terms =
                new BetaTcVaeLoss(2, 3, 4, 50).terms(array(z), array(m), array(v));
        assertValue(terms.mutualInformation(), information);
        assertValue(terms.totalCorrelation(), correlation);
        assertValue(terms.dimensionWiseDivergence(), divergence);
        assertValue(terms.loss(), 2 * information + 3 * correlation + 4 * divergence);
        assertValue(new ImportanceWeightedBound().evaluate(array(z)).sum(), bound);
        assertValue(
                new MmdLoss.Gaussian(1).evaluate(array(z), array(m)),
                gaussian[0] - 2 * gaussian[1]);
    }

    private static double normal(double x, double mean, double logVariance) {
        double variance = Math.exp(logVariance);
        return Math.exp(-(x - mean) * (x - mean) / (2 * variance))
                / Math.sqrt(2 * Math.PI * variance);
    }

    @Test
    void partsOfTheDivergenceSumToItsEstimate() {
        NDArray z = array(random(4, 3, 1));
        NDArray mean = array(random(4, 3, 2));
        NDArray logVariance = array(random(4, 3, 3));
        NDArray zero = z.mul(0);
        GaussianLikelihood density = new GaussianLikelihood();
        assertSame(
                new BetaTcVaeLoss(1, 1, 1, 99).evaluate(z, mean, logVariance),
                density.evaluate(mean, logVariance, z).sub(density.evaluate(zero, z)).mean());
    }

    @Test
    void moreSamplesTightenTheBoundAndOneIsTheEvidenceBound() {
        ImportanceWeightedBound bound = new ImportanceWeightedBound();
        NDArray weights = array(random(6, 4));
        assertSame(bound.evaluate(weights.get(":, 0:1")), weights.get(":, 0"));
        assertThat(bound.evaluate(weights).sub(weights.mean(new int[] {1})).min().getFloat())
                .isBetween(0f, 10f);
    }

    @Test
    void discrepancyIsSymmetricAndSeesAShift() {
        NDArray x = array(random(8, 3));
        NDArray y = array(random(8, 3, 1));
        for (MmdLoss loss : List.of(new MmdLoss.Gaussian(1), new MmdLoss.InverseMultiquadric(1))) {
            assertSame(loss.evaluate(y, x.flip(0)), loss.evaluate(x, y));
            assertThat(loss.evaluate(x, y).getFloat())
                    .isLessThan(loss.evaluate(x, y.add(2)).getFloat());
        }
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray z = array(random(2, 3)).mul(100);
        BetaTcVaeLoss loss = new BetaTcVaeLoss(1, 6, 1, 1_000_000);
        assertFinite(m -> loss.evaluate(z, m, m.mul(0).sub(10)), z.neg());
        assertFinite(w -> new ImportanceWeightedBound().evaluate(w), z.mul(1e4));
        assertFinite(x -> new MmdLoss.Gaussian(0.1f).evaluate(x, x.neg()), z);
        assertFinite(x -> new MmdLoss.InverseMultiquadric(0.1f).evaluate(x, x), z.mul(0));
    }

    @Test
    void refusesWhatDoesNotFit() {
        NDArray z = ones(2, 3);
        assertRefused(
                () -> new BetaTcVaeLoss(1, 1, 1, 10).evaluate(z, z, ones(2, 2)),
                "three arrays (n, d) of the same shape with n at least 1");
        assertRefused(() -> new BetaTcVaeLoss(1, 1, 1, 0), "size of the data set of at least 1.0");
        assertRefused(() -> new BetaTcVaeLoss(1, -1, 1, 9), "finite beta of at least 0.0");
        ImportanceWeightedBound bound = new ImportanceWeightedBound();
        assertRefused(() -> bound.evaluate(ones(3)), "an array (n, d)");
        assertRefused(
                () -> bound.logWeights(ones(2, 4), ones(2, 3, 4), z, z),
                "log-likelihoods (n, k), codes (n, k, d) and posteriors (n, d), got (2, 4)");
        assertRefused(
                () -> new MmdLoss.Gaussian(1).evaluate(ones(1, 3), ones(1, 3)), "n at least 2");
        assertRefused(() -> new MmdLoss.Gaussian(0), "positive, finite bandwidth");
        assertRefused(() -> new MmdLoss.InverseMultiquadric(-1), "positive, finite bandwidth");
    }
}
