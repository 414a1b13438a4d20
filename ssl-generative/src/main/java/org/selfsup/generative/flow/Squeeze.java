package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.TorchScript;

/**
 * Squares of four pixels become four channels, (n, c, h, w) to (n, 4c, h/2, w/2).
 *
 * <p>Channel 4c + 2i + j is channel c at row i and column j of the square.
 *
 * <p>Dinh et al. 2016, <a href="https://arxiv.org/abs/1605.08803">Density estimation using Real
 * NVP</a>, section 3.6.
 */
public final class Squeeze extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def squeeze(self, x: Tensor) -> Tensor:
                      return torch.pixel_unshuffle(x, 2)
                    def unsqueeze(self, x: Tensor) -> Tensor:
                      return torch.pixel_shuffle(x, 2)
                    """);

    /** The only one there is. */
    public Squeeze() {}

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        latentShape(x.getShape());
        return Mapped.keepingVolume(OPS.apply("squeeze", x));
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return Mapped.keepingVolume(OPS.apply("unsqueeze", z));
    }

    @Override
    protected Shape latentShape(Shape x) {
        if (x.dimension() != 4 || x.get(2) % 2 != 0 || x.get(3) % 2 != 0) {
            throw new IllegalArgumentException(
                    "Squeezing needs pictures (n, c, h, w) of even height and width, got " + x);
        }
        return new Shape(x.get(0), 4 * x.get(1), x.get(2) / 2, x.get(3) / 2);
    }
}
