package org.selfsup.adversarial.partial;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Pass;

/** Channels at the places of a smaller map, and what is told of them place by place. */
final class ColorParts {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def smaller(self, x: Tensor, like: Tensor) -> Tensor:
                      return torch.adaptive_avg_pool2d(x, [like.size(2), like.size(3)])
                    def larger(self, x: Tensor, like: Tensor) -> Tensor:
                      return torch.upsample_bilinear2d(x, [like.size(2), like.size(3)], False, None)
                    """);

    private ColorParts() {}

    /** The means of the parts of x that the places of a map stand for. */
    static NDArray at(NDArray x, NDArray map) {
        return OPS.apply("smaller", x, map);
    }

    /** A map enlarged to the places of x, bilinearly. */
    static NDArray enlarged(NDArray map, NDArray x) {
        return OPS.apply("larger", map, x);
    }

    /** Refuses scores of another number of classes. */
    static NDArray require(NDArray scores, int classes) {
        Shape shape = scores.getShape();
        if (shape.dimension() != 4 || shape.get(1) != classes) {
            throw new IllegalArgumentException(
                    "The decoder gives scores (n, " + classes + ", h, w), got " + shape);
        }
        return scores;
    }

    /** Reports the share of places (m) whose class has the highest of the scores (m, q). */
    static void report(Pass pass, String name, NDArray scores, NDArray classes) {
        pass.report(name, new ClassificationLoss().accuracy(scores, classes));
    }
}
