package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The one softmax cross entropy that the losses of this package share. */
final class CrossEntropy {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def mean(self, logits: Tensor, target: Tensor) -> Tensor:
                      return torch.cross_entropy_loss(logits, target, None, 1, -100, 0.)
                    def own(self, logits: Tensor) -> Tensor:
                      own = torch.arange(logits.size(0), device=logits.device)
                      return torch.cross_entropy_loss(logits, own, None, 1, -100, 0.)
                    def first(self, logits: Tensor) -> Tensor:
                      target = torch.zeros([logits.size(0)], dtype=4, device=logits.device)
                      return torch.cross_entropy_loss(logits, target, None, 1, -100, 0.)
                    """);

    private CrossEntropy() {}

    /**
     * The mean of -log softmax at the target over the rows.
     *
     * @param logits (n, k)
     * @param target (n) classes of type INT64, or (n, k) probabilities
     */
    static NDArray mean(NDArray logits, NDArray target) {
        return OPS.apply("mean", List.of(logits, target));
    }

    /** The mean over rows whose target is their own index. */
    static NDArray ofOwnColumn(NDArray logits) {
        return OPS.apply("own", List.of(logits));
    }

    /** The mean over rows whose target is column 0. */
    static NDArray ofFirstColumn(NDArray logits) {
        return OPS.apply("first", List.of(logits));
    }
}
