package org.selfsup.loss;

import ai.djl.ndarray.NDArray;

/**
 * Tells nodes of a graph from nodes of its corruption by their fit to the graph's summary.
 *
 * <pre>{@code
 * L = -1/(n + m) ( sum_i log D(h_i, s) + sum_j log(1 - D(h~_j, s)) )   (eq. 1)
 * }</pre>
 *
 * <p>A mean over all logits, as in the authors' code; some libraries add the means of either kind,
 * which is twice this.
 *
 * <p>Velickovic et al. 2019, <a href="https://arxiv.org/abs/1809.10341">Deep Graph Infomax</a>.
 */
public record DgiLoss() {

    /**
     * The loss.
     *
     * @param real logits of D for the graph's nodes, {@code (n)}
     * @param corrupted logits of D for the corrupted graph's nodes, {@code (m)}
     * @return a scalar
     * @throws IllegalArgumentException if there are none of one kind
     */
    public NDArray evaluate(NDArray real, NDArray corrupted) {
        Require.that(
                real.getShape().dimension() == 1
                        && corrupted.getShape().dimension() == 1
                        && real.size() > 0
                        && corrupted.size() > 0,
                "DGI",
                "logits (n) and (m), one at least of each kind",
                real,
                corrupted);
        return BinaryCrossEntropy.mean(
                real.concat(corrupted), real.onesLike().concat(corrupted.zerosLike()));
    }
}
