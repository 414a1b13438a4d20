package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The one sigmoid cross entropy that the losses of this package share. */
final class BinaryCrossEntropy {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def mean(self, logits: Tensor, target: Tensor) -> Tensor:
                      return torch.binary_cross_entropy_with_logits(logits, target)
                    def masked(self, logits: Tensor, target: Tensor, mask: Tensor) -> Tensor:
                      m = mask.to(logits.dtype)
                      y = target.to(logits.dtype)
                      each = torch.binary_cross_entropy_with_logits(logits, y, m, None, 0)
                      return each.sum() / m.sum().clamp_min(1)
                    """);

    private BinaryCrossEntropy() {}

    /** The mean; targets of the logits' shape and type. */
    static NDArray mean(NDArray logits, NDArray target) {
        return OPS.apply("mean", List.of(logits, target));
    }

    /** The mean where a mask of the same shape is not 0; 0 if it is 0 everywhere. */
    static NDArray masked(NDArray logits, NDArray target, NDArray mask) {
        return OPS.apply("masked", List.of(logits, target, mask));
    }
}
