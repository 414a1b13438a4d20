package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Squared error of the pixels of masked patches, each patch normalised by itself: MAE.
 *
 * <pre>{@code
 * L = mean over samples, masked patches and numbers of  (y - (x - mean(x)) / sqrt(var(x) + 1e-6))^2
 * }</pre>
 *
 * <p>mean and var, the unbiased one, are of the numbers x of one patch, all channels together. At
 * least 0; 1 on average for a prediction of zeros.
 *
 * <p>He et al. 2021, <a href="https://arxiv.org/abs/2111.06377">Masked Autoencoders Are Scalable
 * Vision Learners</a>, section 3; variance and epsilon are those of the authors' code.
 */
public record MaskedPatchLoss() {

    private static final String NAME = "The loss of masked patches";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def normalized(self, patches: Tensor) -> Tensor:
                      x = patches.detach()
                      centred = x - x.mean([-1], True)
                      variance = centred.square().sum([-1], True) / (x.size(-1) - 1)
                      return centred / torch.sqrt(variance + 1e-06)
                    def evaluate(self, prediction: Tensor, patches: Tensor) -> Tensor:
                      return (prediction - self.normalized(patches)).square().mean()
                    """);

    /**
     * The mean loss.
     *
     * @param prediction of the masked patches, {@code (n, m, p)}
     * @param patches their pixels, {@code (n, m, p)}, p at least 2
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray prediction, NDArray patches) {
        Shape shape = Require.sameSamples(NAME, prediction, patches);
        Require.that(
                shape.dimension() == 3 && shape.get(2) > 1,
                NAME,
                "patches (n, m, p) with p at least 2",
                prediction,
                patches);
        return OPS.apply("evaluate", List.of(prediction, patches));
    }
}
