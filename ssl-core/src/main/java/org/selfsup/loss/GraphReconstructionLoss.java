package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Cross entropy of a graph's edges under the inner-product decoder, p(edge i, j) = sigmoid(z_i .
 * z_j).
 *
 * <p>The first term of a (variational) graph autoencoder. The second is, in the authors' code, the
 * mean of {@link GaussianDivergence} over the nodes, divided by n once more.
 *
 * <p>Kipf and Welling 2016, <a href="https://arxiv.org/abs/1611.07308">Variational Graph
 * Auto-Encoders</a>.
 */
public record GraphReconstructionLoss() {

    private static final String NAME = "The graph reconstruction loss";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def sampled(self, z: Tensor, edges: Tensor, others: Tensor) -> Tensor:
                      positive = torch.softplus(-self.logits(z, edges)).mean()
                      return positive + torch.softplus(self.logits(z, others)).mean()
                    def logits(self, z: Tensor, pairs: Tensor) -> Tensor:
                      return (torch.embedding(z, pairs[0]) * torch.embedding(z, pairs[1])).sum([1])
                    def dense(self, z: Tensor, adjacency: Tensor) -> Tensor:
                      n = z.size(0)
                      y = adjacency + torch.eye(n, dtype=z.dtype, device=z.device)
                      edges = adjacency.sum()
                      none = n * n - edges
                      l = z @ z.t()
                      each = none / edges * y * torch.softplus(-l) + (1 - y) * torch.softplus(l)
                      return n * n / (2 * none) * each.mean()
                    def listed(self, z: Tensor, edges: Tensor) -> Tensor:
                      n = z.size(0)
                      count = edges.size(1)
                      weight = (n * n - count) / count
                      l = self.logits(z, edges)
                      own = (z * z).sum([1])
                      positive = torch.softplus(-l).sum() + torch.softplus(-own).sum()
                      negative = torch.softplus(z @ z.t()).sum() - torch.softplus(l).sum() - torch.softplus(own).sum()
                      return (weight * positive + negative) / (2 * (n * n - count))
                    """);

    /**
     * The mean over given edges plus the mean over given pairs that are none.
     *
     * @param z embeddings of the nodes, {@code (n, d)}
     * @param edges pairs of nodes, {@code (2, e)} of type INT64, from 0 to n - 1
     * @param others pairs without an edge, {@code (2, m)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray z, NDArray edges, NDArray others) {
        Require.sameRows(NAME, 1, z);
        Require.that(
                pairs(edges) && pairs(others),
                NAME,
                "edges (2, e) and other pairs (2, m), one at least of each",
                edges,
                others);
        return OPS.apply("sampled", List.of(z, edges, others));
    }

    private static boolean pairs(NDArray pairs) {
        return pairs.getShape().dimension() == 2
                && pairs.getShape().get(0) == 2
                && pairs.getShape().get(1) > 0;
    }

    /**
     * The weighted mean over all pairs of nodes, as the authors' code has it.
     *
     * <pre>{@code
     * n^2 / (2 (n^2 - S)) mean_ij ( (n^2 - S)/S y_ij softplus(-l_ij) + (1 - y_ij) softplus(l_ij) )
     * }</pre>
     *
     * <p>y = A + I, l = z z^T, S is the sum over A: edges weigh as much as all else.
     *
     * @param z embeddings of the nodes, {@code (n, d)}
     * @param adjacency A without self loops, of 0 and 1, {@code (n, n)}, neither empty nor full
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray z, NDArray adjacency) {
        long n = Require.sameRows(NAME, 2, z).get(0);
        Require.that(
                Require.is(adjacency, n, n),
                NAME,
                "an adjacency (" + n + ", " + n + ") for " + n + " nodes",
                adjacency);
        try (NDArray sum = adjacency.sum()) {
            float edges = sum.getFloat();
            if (!(edges > 0 && edges < n * n)) {
                throw new IllegalArgumentException(
                        NAME + " needs a graph with edges and without, got " + edges + " of them");
            }
        }
        return OPS.apply("dense", List.of(z, adjacency));
    }

    /**
     * The weighted mean over all pairs of nodes from a list of the edges, the same as {@link
     * #evaluate(NDArray, NDArray)} without a matrix A; one of {@code (n, n)} logits remains.
     *
     * @param z embeddings of the nodes, {@code (n, d)}
     * @param edges every edge of A in both directions and once, no self loops, {@code (2, e)} of
     *     type INT64, from 0 to n - 1; above 0 and below n^2 of them
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray overAllPairs(NDArray z, NDArray edges) {
        long n = Require.sameRows(NAME, 2, z).get(0);
        Require.that(
                pairs(edges) && edges.getShape().get(1) < n * n,
                NAME,
                "edges (2, e) with e from 1 to " + (n * n - 1),
                edges);
        return OPS.apply("listed", List.of(z, edges));
    }
}
