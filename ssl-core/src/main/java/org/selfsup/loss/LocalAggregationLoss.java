package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Local aggregation: among the samples that resemble one most, those of its clusters shall be
 * nearer than the rest.
 *
 * <pre>{@code
 * P(A | v) = sum_{j in A} exp(m_j . v / t) / sum_{all j} exp(m_j . v / t)
 * L = -log( P(C and B | v) / P(B | v) )
 * }</pre>
 *
 * <p>m are the rows of a memory bank, without gradient. B, the background, are the b nearest of
 * them to v; C, the close ones, are those that share a cluster with the sample in any of H
 * clusterings. The sample's own row belongs to both, so that they always meet. A sample without
 * clusters is close to itself only, which is instance discrimination among the nearest.
 *
 * <p>Zhuang, Zhai, Yamins 2019, <a href="https://arxiv.org/abs/1903.12355">Local aggregation for
 * unsupervised learning of visual embeddings</a>, section 3.
 *
 * @param background b, at least 2; 4096 in the paper
 * @param temperature t, positive and finite; 0.07 in the paper
 */
public record LocalAggregationLoss(int background, float temperature) {

    private static final String NAME = "Local aggregation";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, v: Tensor, memory: Tensor, index: Tensor, own: Tensor,
                        clusters: Tensor, b: Tensor, t: Tensor) -> Tensor:
                      s = torch.mm(v, memory.detach().t())
                      own_first = s.detach().scatter(1, index.unsqueeze(1), float("inf"))
                      nearest = torch.topk(own_first, int(b), 1)[1]
                      logits = s.gather(1, nearest) / t
                      close = nearest == index.unsqueeze(1)
                      for h in range(clusters.size(0)):
                        mine = own[h].unsqueeze(1)
                        close = close | ((clusters[h][nearest] == mine) & (mine >= 0))
                      near = logits.masked_fill(~close, float("-inf"))
                      return (torch.logsumexp(logits, [1]) - torch.logsumexp(near, [1])).mean()
                    """);

    /** Checks the numbers. */
    public LocalAggregationLoss {
        Require.between(NAME, "number of background neighbours", 2, Integer.MAX_VALUE, background);
        Require.positive(NAME, "temperature", temperature);
    }

    /**
     * The mean loss.
     *
     * @param v embeddings of unit length, {@code (n, d)}
     * @param memory m, one row for each sample of the data set, {@code (M, d)}, M at least b
     * @param index which sample each row of v is, {@code (n)} of type INT64
     * @param own the clusters of the samples of v, {@code (H, n)} of type INT64, -1 for none
     * @param clusters the clusters of all samples, {@code (H, M)} of type INT64, -1 for none
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(
            NDArray v, NDArray memory, NDArray index, NDArray own, NDArray clusters) {
        long n = Require.sameRows(NAME, 1, v).get(0);
        long m = Require.sameRows(NAME, background, memory).get(0);
        long h = Require.sameRows(NAME, 1, clusters).get(0);
        Require.that(
                memory.getShape().get(1) == v.getShape().get(1)
                        && Require.is(index, n)
                        && Require.is(own, h, n)
                        && Require.is(clusters, h, m),
                NAME,
                "embeddings (n, d), a memory (M, d), n indices, and clusters (H, n) and (H, M)",
                v,
                memory,
                index,
                own,
                clusters);
        return OPS.apply(
                "evaluate", List.of(v, memory, index, own, clusters), background, temperature);
    }
}
