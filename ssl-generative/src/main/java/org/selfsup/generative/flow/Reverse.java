package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.TorchScript;

/**
 * The other order of the features or channels, between autoregressive flows, so that the last are
 * not always those that see most.
 */
public final class Reverse extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def flip(self, x: Tensor) -> Tensor:
                      return torch.flip(x, [1])
                    """);

    /** For samples of any shape. */
    public Reverse() {}

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return Mapped.keepingVolume(OPS.apply("flip", x));
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return Mapped.keepingVolume(OPS.apply("flip", z));
    }
}
