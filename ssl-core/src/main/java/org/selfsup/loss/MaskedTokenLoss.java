package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Cross entropy of the original tokens at masked positions, masked language modelling.
 *
 * <pre>{@code
 * L = -1/|M| sum_{(i,t) in M} log softmax(logits_it)[token_it]
 * }</pre>
 *
 * <p>The mean over all masked positions of the batch, in nats; 0 if nothing is masked.
 *
 * <p>Devlin et al. 2019, <a href="https://arxiv.org/abs/1810.04805">BERT</a>, section 3.1.
 */
public record MaskedTokenLoss() {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, logits: Tensor, tokens: Tensor, mask: Tensor) -> Tensor:
                      m = mask != 0
                      target = tokens.masked_fill(~m, -100).flatten()
                      rows = logits.flatten(0, -2)
                      sum = torch.cross_entropy_loss(rows, target, None, 2, -100, 0.)
                      return sum / m.sum().clamp_min(1)
                    """);

    /**
     * The mean loss.
     *
     * @param logits {@code (n, t, words)}
     * @param tokens the original tokens, {@code (n, t)} of type INT64, from 0 to words - 1
     * @param mask not 0 where a token is to be predicted, {@code (n, t)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray logits, NDArray tokens, NDArray mask) {
        Shape shape = tokens.getShape();
        Require.that(
                shape.dimension() == 2
                        && mask.getShape().equals(shape)
                        && logits.getShape().dimension() == 3
                        && logits.getShape().slice(0, 2).equals(shape)
                        && logits.size() > 0,
                "Masked language modelling",
                "logits (n, t, words), tokens (n, t) and a mask (n, t)",
                logits,
                tokens,
                mask);
        return OPS.apply("evaluate", List.of(logits, tokens, mask));
    }
}
