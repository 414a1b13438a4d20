package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Prediction of a word from its context by telling it from sampled words (word2vec).
 *
 * <pre>{@code
 * l = -log sigmoid(u_target . h) - sum_k log sigmoid(-u_{n_k} . h)   (eq. 4),   h = mean of the context's v
 * }</pre>
 *
 * <p>The mean over the n samples. With one context word it is skip-gram, with several CBOW. The
 * gradient is the true one: each of C context words receives 1/C of h's, where word2vec's code
 * gives every one the whole.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1310.4546">Distributed Representations of
 * Words and Phrases</a>; <a href="https://arxiv.org/abs/1301.3781">Efficient Estimation of Word
 * Representations</a>.
 */
public record NegativeSamplingLoss() {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def each(self, v: Tensor, u: Tensor, contexts: Tensor, target: Tensor,
                        negatives: Tensor) -> Tensor:
                      h = torch.embedding(v, contexts).mean([1])
                      words = torch.cat([target.unsqueeze(1), negatives], 1)
                      logits = (torch.embedding(u, words) @ h.unsqueeze(2)).squeeze(2)
                      return torch.softplus(-logits[:, 0]) + torch.softplus(logits[:, 1:]).sum([1])
                    """);

    /**
     * The mean loss.
     *
     * @param v vectors of words as context, {@code (words, d)}
     * @param u vectors of words as targets, {@code (words, d)}
     * @param contexts words of each context, {@code (n, C)} of type INT64
     * @param target the word of each sample, {@code (n)}
     * @param negatives sampled words, {@code (n, K)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(
            NDArray v, NDArray u, NDArray contexts, NDArray target, NDArray negatives) {
        return samples(v, u, contexts, target, negatives).mean();
    }

    /** The loss of each sample, {@code (n)}; see {@link #evaluate}. */
    public NDArray samples(
            NDArray v, NDArray u, NDArray contexts, NDArray target, NDArray negatives) {
        String name = "Negative sampling";
        Require.sameRows(name, 1, v, u);
        Shape shape = Require.sameRows(name, 1, contexts);
        Require.that(
                Require.is(target, shape.get(0))
                        && Require.sameRows(name, 1, negatives).get(0) == shape.get(0),
                name,
                "contexts (n, C), targets (n) and negatives (n, K)",
                contexts,
                target,
                negatives);
        return OPS.apply("each", List.of(v, u, contexts, target, negatives));
    }
}
