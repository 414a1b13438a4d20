package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/** The pixels of pictures by patches, row by row of the grid: (n, t, p), and back. */
final class Patches {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def cut(self, x: Tensor, side: Tensor) -> Tensor:
                      p = int(side)
                      grid = x.unfold(2, p, p).unfold(3, p, p)
                      return grid.permute(0, 2, 3, 1, 4, 5).flatten(3).flatten(1, 2)
                    def join(self, patches: Tensor, x: Tensor, side: Tensor) -> Tensor:
                      p = int(side)
                      size = [x.size(0), x.size(2) // p, x.size(3) // p, x.size(1), p, p]
                      return patches.reshape(size).permute(0, 3, 1, 4, 2, 5).reshape(x.size())
                    def replace(self, patches: Tensor, places: Tensor, values: Tensor) -> Tensor:
                      index = places.unsqueeze(2).expand(values.size())
                      return patches.scatter(1, index, values)
                    def styled(self, values: Tensor, like: Tensor) -> Tensor:
                      return values * like.std([2], True, True) + like.mean([2], True)
                    """);

    private Patches() {}

    /** Cuts pictures (n, c, h, w) as a transformer does. */
    static NDArray cut(NDArray x, VisionTransformer encoder) {
        return OPS.apply("cut", x, side(x, encoder));
    }

    /** Pictures like x of their patches. */
    static NDArray join(NDArray patches, NDArray x, VisionTransformer encoder) {
        return OPS.apply("join", patches, x, side(x, encoder));
    }

    /** Other values (n, m, p) at some places (n, m). */
    static NDArray replace(NDArray patches, NDArray places, NDArray values) {
        return OPS.apply("replace", patches, places, values);
    }

    /** Values of mean 0 and variance 1 with mean and spread of other patches (n, m, p). */
    static NDArray styled(NDArray values, NDArray like) {
        return OPS.apply("styled", values, like);
    }

    private static NDArray side(NDArray x, VisionTransformer encoder) {
        return Numbers.of(x.getManager(), encoder.config().patch());
    }
}
