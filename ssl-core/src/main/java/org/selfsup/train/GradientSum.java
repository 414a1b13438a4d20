package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.selfsup.engine.TorchScript;

/** Gradients of a batch, added up from its parts. */
final class GradientSum {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def add(self, sum: List[Tensor], g: List[Tensor], factor: List[Tensor]) -> Tensor:
                      torch._foreach_add_(sum, g, alpha=float(factor[0]))
                      return factor[0]
                    """);

    private final NDManager manager;
    private final NDList sums = new NDList();

    /** Zeros of the parameters' shapes and layouts, on a manager. */
    GradientSum(NDList parameters, NDManager manager) {
        this.manager = manager;
        for (NDArray parameter : parameters) {
            NDArray zeros = parameter.zerosLike();
            zeros.attach(manager);
            sums.add(zeros);
        }
    }

    void add(NDList gradients, double factor) {
        try (NDArray scalar = manager.create(factor);
                NDList result = OPS.callLists("add", sums, gradients, new NDList(scalar))) {
            assert result.size() == 1;
        }
    }

    NDList sums() {
        return sums;
    }
}
