package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.BernoulliLikelihood;

/**
 * Pixels of 0 or 1, one logit for each value.
 *
 * <p>Grey pictures become such by {@link org.selfsup.augment.Binarize}.
 */
public record BernoulliPixels() implements PixelDistribution {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def others(self, x: Tensor) -> Tensor:
                      return torch.any(torch.logical_and(x != 0, x != 1))
                    def draw(self, logits: Tensor, u: Tensor) -> Tensor:
                      return torch.to(u < torch.sigmoid(logits), 6)
                    """);

    @Override
    public Block input() {
        return new Sequence();
    }

    @Override
    public int parameters(int channels) {
        return channels;
    }

    @Override
    public NDArray logLikelihood(NDArray parameters, NDArray x) {
        try (NDArray others = OPS.apply("others", x)) {
            if (others.getBoolean()) {
                throw new IllegalArgumentException(
                        "Bernoulli pixels are 0 or 1, got other values; binarise the pictures");
            }
        }
        return new BernoulliLikelihood().evaluate(parameters, x);
    }

    @Override
    public NDArray draw(NDArray parameters, NDArray noise) {
        return OPS.apply("draw", parameters, noise);
    }
}
