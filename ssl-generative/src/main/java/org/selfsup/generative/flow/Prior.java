package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.TorchScript;

/** What the codes of a flow are distributed like; elements are independent. */
public enum Prior {
    /** N(0, 1). */
    NORMAL("normal") {
        @Override
        public NDArray sample(NDManager manager, Shape shape) {
            return manager.randomNormal(shape);
        }
    },
    /** The logistic distribution of mean 0 and scale 1, that of NICE (section 4). */
    LOGISTIC("logistic") {
        @Override
        public NDArray sample(NDManager manager, Shape shape) {
            try (NDArray u = manager.randomUniform(1e-6f, 1 - 1e-6f, shape)) {
                return OPS.apply("logit", u);
            }
        }
    };

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def normal(self, z: Tensor) -> Tensor:
                      each = torch.mul(torch.add(torch.square(z), 1.8378770664093453), -0.5)
                      return torch.sum(torch.flatten(each, 1), [1])
                    def logistic(self, z: Tensor) -> Tensor:
                      each = torch.add(torch.log_sigmoid(z), torch.log_sigmoid(torch.neg(z)))
                      return torch.sum(torch.flatten(each, 1), [1])
                    def logit(self, u: Tensor) -> Tensor:
                      return torch.sub(torch.log(u), torch.log(torch.rsub(u, 1)))
                    """);

    private final String function;

    Prior(String function) {
        this.function = function;
    }

    /** log p(z) of codes {@code (n, ...)}, in nats, {@code (n)}. */
    public NDArray logDensity(NDArray z) {
        return OPS.apply(function, z);
    }

    /** Draws from libtorch's generator. */
    public abstract NDArray sample(NDManager manager, Shape shape);
}
