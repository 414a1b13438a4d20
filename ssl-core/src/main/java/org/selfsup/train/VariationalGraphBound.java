package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.DiagonalGaussian;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.GaussianDivergence;

/**
 * The bound that variational graph autoencoders are trained by, with one draw for each node.
 *
 * <pre>{@code
 * L = -E_q(Z|X,A)[log p(A|Z)] + KL(q(Z|X,A) || p(Z)),   p(Z) = prod_i N(z_i | 0, 1)      (eq. 3)
 * }</pre>
 *
 * <p>As in the authors' code the first term is a weighted mean over pairs of nodes, the second the
 * mean over nodes divided by n once more.
 *
 * <p>Kipf and Welling 2016, <a href="https://arxiv.org/abs/1611.07308">Variational Graph
 * Auto-Encoders</a>.
 *
 * @param encoder q
 * @param reconstruction the first term
 */
public record VariationalGraphBound(
        VariationalGraphEncoder encoder, EdgeReconstruction reconstruction) {

    /**
     * What a step gives.
     *
     * @param z a draw for each node, {@code (n, d)}, with gradient
     * @param loss L, a scalar; its terms are reported as {@code reconstruction} and {@code kl}
     */
    public record Step(NDArray z, NDArray loss) {}

    /** Looks at a graph, which has an edge between two nodes. */
    public Step evaluate(Pass pass, GraphBatch graph) {
        DiagonalGaussian q = posterior(pass, graph);
        NDArray z = q.sample(); // (n, d)
        NDArray first = reconstruction.evaluate(pass, z, graph);
        NDArray kl = new GaussianDivergence().evaluate(q.mean(), q.logVariance()).mean();
        pass.report("kl", kl);
        pass.watch(q.mean());
        return new Step(z, first.add(Numbers.times(kl, 1.0 / z.size(0))));
    }

    /** q of every node. */
    public DiagonalGaussian posterior(Pass pass, GraphBatch graph) {
        return VariationalGraphEncoder.distribution(pass.forward(encoder, graph.toList()));
    }
}
