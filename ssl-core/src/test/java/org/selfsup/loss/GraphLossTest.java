package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.engine.Numbers;
import org.selfsup.testing.GoldenCase;

class GraphLossTest extends LossTest {

    private final DgiLoss dgi = new DgiLoss();
    private final GraphReconstructionLoss reconstruction = new GraphReconstructionLoss();

    /** PetarV-/DGI with a PReLU encoder, golden group mi_graph. */
    @ParameterizedTest
    @ValueSource(strings = {"dgi.a", "dgi.b"})
    void dgiAgreesWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(DgiLoss.class, "mi_graph", name)) {
            NDArray x = golden.get("x");
            NDArray order = golden.longs("permutation");
            NDArray h = encode(golden, x);
            NDArray summary = Activation.sigmoid(h.mean(new int[] {0}));
            NDArray weights = golden.get("M").matMul(summary.reshape(-1, 1));
            NDArray real = h.matMul(weights).add(golden.get("beta")).reshape(-1);
            NDArray corrupted =
                    encode(golden, x.get(order)).matMul(weights).add(golden.get("beta"));
            golden.check("logits", real.concat(corrupted.reshape(-1)));
            golden.checkLoss(dgi.evaluate(real, corrupted.reshape(-1)));
        }
    }

    private static NDArray encode(GoldenCase golden, NDArray x) {
        NDArray h =
                golden.get("adjacency_hat").matMul(x.matMul(golden.get("W"))).add(golden.get("b"));
        return h.maximum(h.zerosLike()).add(h.minimum(h.zerosLike()).mul(golden.get("prelu")));
    }

    /** torch_geometric's VGAE (edges) and the authors' objective (derived), group mi_graph. */
    @ParameterizedTest
    @ValueSource(strings = {"vgae.a", "vgae.b", "vgae_dense.a", "vgae_dense.b"})
    void vgaeAgreesWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(GraphReconstructionLoss.class, "mi_graph", name)) {
            NDArray mu = golden.get("mu");
            NDArray logstd = golden.get("logstd");
            long n = mu.getShape().get(0);
            NDArray z = mu.add(logstd.exp().mul(golden.get("eps")));
            boolean dense = golden.has("adjacency");
            NDArray first =
                    dense
                            ? reconstruction.evaluate(z, golden.get("adjacency"))
                            : reconstruction.evaluate(
                                    z, golden.longs("pos_edges"), golden.longs("neg_edges"));
            NDArray kl = new GaussianDivergence().evaluate(mu, Numbers.times(logstd, 2)).mean();
            NDArray scaled = Numbers.times(kl, 1.0 / n);
            golden.check("reconstruction", first);
            golden.check("kl", dense ? scaled : kl);
            golden.checkLoss(first.add(scaled));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "5, 2", "9, 4"})
    void areThePapersFormulas(int n, int d) {
        double[][] z = random(n, d);
        double[][] a = new double[n][n];
        for (int i = 0; i + 1 < n; i += 2) {
            a[i][i + 1] = 1;
            a[i + 1][i] = 1;
        }
        double edges = n - n % 2;
        double none = n * n - edges;
        double dense = 0;
        double sampled = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double p = 1 / (1 + Math.exp(-dot(z[i], z[j])));
                double y = a[i][j] + (i == j ? 1 : 0);
                dense -= (none / edges * y * Math.log(p) + (1 - y) * Math.log(1 - p)) / (2 * none);
            }
        }
        sampled += softplus(-dot(z[0], z[1]));
        sampled += softplus(dot(z[0], z[0])) / 2 + softplus(dot(z[1], z[n - 1])) / 2;
        NDArray others = longs(0, 1, 0, n - 1).reshape(2, 2);
        assertValue(reconstruction.evaluate(array(z), array(a)), dense);
        assertValue(reconstruction.overAllPairs(array(z), edges(a)), dense);
        assertValue(reconstruction.evaluate(array(z), longs(0, 1).reshape(2, 1), others), sampled);
        double[] l = z[0];
        double mean = 0;
        for (double logit : l) {
            mean += (softplus(-logit) + softplus(logit)) / (2 * d);
        }
        assertValue(dgi.evaluate(vector(l), vector(l)), mean);
    }

    /** The places of the ones in a matrix, (2, e). */
    private NDArray edges(double[][] a) {
        return array(a).nonzero().transpose();
    }

    @Test
    void orderOfNodesDoesNotMatter() {
        NDArray z = array(random(4, 3));
        NDArray a =
                array(
                        new double[4],
                        new double[4],
                        new double[] {0, 0, 0, 1},
                        new double[] {0, 0, 1, 0});
        assertSame(reconstruction.evaluate(z.flip(0), a.flip(0, 1)), reconstruction.evaluate(z, a));
        NDArray logits = vector(1, -2, 3);
        assertSame(dgi.evaluate(logits.flip(0), logits), dgi.evaluate(logits, logits.flip(0)));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray a = array(new double[] {0, 1}, new double[] {1, 0});
        NDArray pairs = longs(0, 1).reshape(2, 1);
        assertFinite(z -> reconstruction.evaluate(z, a), ones(2, 3).mul(100));
        assertFinite(z -> reconstruction.evaluate(z, pairs, pairs), ones(2, 3).mul(100));
        assertFinite(z -> reconstruction.overAllPairs(z, pairs), ones(2, 3).mul(100));
        assertFinite(l -> dgi.evaluate(l, l.neg()), vector(1e4, -1e4));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused(() -> dgi.evaluate(ones(0), ones(2)), "logits (n) and (m)");
        NDArray pairs = longs(0, 1).reshape(2, 1);
        assertRefused(
                () -> reconstruction.evaluate(ones(3, 2), pairs, longs(0, 1)),
                "got (2, 1) and (2)");
        assertRefused(
                () -> reconstruction.evaluate(ones(3, 2), ones(2, 2)),
                "an adjacency (3, 3) for 3 nodes, got (2, 2)");
        assertRefused(
                () -> reconstruction.overAllPairs(ones(3, 2), longs(0, 1)), "edges (2, e) with");
        assertRefused(
                () -> reconstruction.evaluate(ones(3, 2), ones(3, 3).mul(0)),
                "a graph with edges and without, got 0.0 of them");
    }
}
