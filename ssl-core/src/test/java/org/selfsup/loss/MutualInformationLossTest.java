package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.testing.GoldenCase;

class MutualInformationLossTest extends LossTest {

    private static final MutualInformationLoss JSD = new MutualInformationLoss.JensenShannon();
    private static final MutualInformationLoss NWJ =
            new MutualInformationLoss.NguyenWainwrightJordan();
    private static final MutualInformationLoss DV = new MutualInformationLoss.DonskerVaradhan();

    private static MutualInformationLoss named(String name) {
        return name.contains("jsd") ? JSD : name.contains("nwj") ? NWJ : DV;
    }

    /** cortex_DIM's expectations (dv: derived), golden group mi_graph. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mi_jsd.a",
                "mi_nwj.a",
                "mi_dv.a",
                "mi_jsd.b_batch2",
                "mi_nwj.b_batch2",
                "mi_dv.b_batch2",
                "mi_jsd.c_large_scores",
                "mi_dv.c_large_scores"
            })
    void agreesWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(named(name).getClass(), "mi_graph", name)) {
            NDArray scores = golden.get("scores");
            NDList split = PairScores.split("test", scores);
            MutualInformationLoss.Terms terms = named(name).terms(split.get(0), split.get(1));
            golden.check("e_pos", terms.positive());
            golden.check("e_neg", terms.negative());
            golden.checkLoss(named(name).evaluate(scores));
        }
    }

    /** cortex_DIM's fenchel_dual_loss (dv: derived), golden group mi_graph. */
    @ParameterizedTest
    @ValueSource(strings = {"dim_local_jsd.a", "dim_local_nwj.a", "dim_local_dv.a"})
    void localObjectivesAgreeWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(named(name).getClass(), "mi_graph", name)) {
            golden.checkLoss(named(name).evaluate(golden.get("local"), golden.get("global")));
        }
    }

    /**
     * cortex_DIM's infonce_loss, golden group mi_graph. It keeps a sample's own locations in the
     * sum with logits of -10, which moves loss and gradients by less than 1e-3.
     */
    @Test
    void localInfoNceAgreesWithTheReferenceUpToItsMask() {
        try (GoldenCase golden =
                new GoldenCase(LocalInfoNceLoss.class, "mi_graph", "dim_local_infonce.a")) {
            NDArray loss =
                    new LocalInfoNceLoss().evaluate(golden.get("local"), golden.get("global"));
            golden.differing("cortex_DIM keeps a sample's own locations with logits of -10")
                    .checkLoss(loss);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 1, 1", "4, 5, 3, 1", "6, 2, 4, 2"})
    void areThePapersFormulas(int n, int units, int locations, int globals) {
        double[][] local = random(n * units, locations, 1);
        double[][] global = random(n * units, globals, 2);
        double[] bounds = new double[6];
        double contrast = 0;
        int joint = n * locations * globals;
        int product = joint * (n - 1);
        for (int i = 0; i < n; i++) {
            for (int g = 0; g < globals; g++) {
                double others = 0;
                for (int j = 0; j < n; j++) {
                    for (int l = 0; l < locations; l++) {
                        double t = score(local, global, units, i, g, j, l);
                        if (i == j) {
                            bounds[0] += (Math.log(2) - softplus(-t)) / joint;
                            bounds[2] += t / joint;
                        } else {
                            bounds[1] += (softplus(t) - Math.log(2)) / product;
                            bounds[3] += Math.exp(t - 1) / product;
                            bounds[5] += Math.exp(t) / product;
                            others += Math.exp(t);
                        }
                    }
                }
                for (int l = 0; l < locations; l++) {
                    double t = score(local, global, units, i, g, i, l);
                    contrast -= (t - Math.log(Math.exp(t) + others)) / joint;
                }
            }
        }
        NDArray l = array(local).reshape(n, units, locations);
        NDArray g = array(global).reshape(n, units, globals);
        assertValue(JSD.evaluate(l, g), bounds[1] - bounds[0]);
        assertValue(NWJ.evaluate(l, g), bounds[3] - bounds[2]);
        assertValue(DV.evaluate(l, g), Math.log(bounds[5]) - bounds[2]);
        assertValue(new LocalInfoNceLoss().evaluate(l, g), contrast);
    }

    private static double score(
            double[][] local, double[][] global, int units, int i, int g, int j, int l) {
        double t = 0;
        for (int u = 0; u < units; u++) {
            t += global[i * units + u][g] * local[j * units + u][l];
        }
        return t;
    }

    @Test
    void donskerVaradhanIgnoresACommonShiftAndOrderOfSamplesDoesNotMatter() {
        NDArray scores = array(random(5, 5));
        assertSame(DV.evaluate(scores.add(7)), DV.evaluate(scores));
        assertSame(JSD.evaluate(scores.flip(0, 1)), JSD.evaluate(scores));
        assertSame(NWJ.evaluate(scores.transpose()), NWJ.evaluate(scores));
    }

    @Test
    void scoresOfZeroBoundNothing() {
        NDArray zero = ones(3, 3).mul(0);
        assertValue(JSD.evaluate(zero), 0);
        assertValue(DV.evaluate(zero), 0);
        assertValue(NWJ.evaluate(zero), Math.exp(-1));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray scores = array(new double[] {1e4, -1e4}, new double[] {1e4, -1e4});
        assertFinite(JSD::evaluate, scores);
        assertFinite(DV::evaluate, scores);
        assertFinite(NWJ::evaluate, ones(2, 2).mul(80));
        NDArray global = ones(2, 1, 1);
        assertFinite(l -> new LocalInfoNceLoss().evaluate(l, global), scores.reshape(2, 1, 2));
    }

    @Test
    void refusesWhatHasNoPairs() {
        assertRefused(() -> JSD.evaluate(ones(1, 1)), "scores (n, n) with n at least 2");
        assertRefused(() -> JSD.evaluate(ones(2, 3)), "got (2, 3)");
        assertRefused(() -> DV.terms(ones(0), ones(2)), "at least one score of either kind");
        assertRefused(
                () -> NWJ.evaluate(ones(2, 3, 4), ones(2, 4, 1)),
                "local (n, units, locations) and global (n, units, globals) with n at least 2, got"
                        + " (2, 3, 4) and (2, 4, 1)");
        assertRefused(
                () -> new LocalInfoNceLoss().evaluate(ones(1, 3, 4), ones(1, 3, 1)),
                "Local InfoNCE");
    }
}
