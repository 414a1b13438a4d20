package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.selfsup.engine.TorchScript;

/**
 * Which elements a {@link Coupling} leaves as they are; the others are changed by what it sees of
 * these.
 */
public enum CouplingMask {
    /** Pictures: the places whose row and column sum to an odd number. */
    CHECKERBOARD_ODD(true),
    /** Pictures: the places whose row and column sum to an even number. */
    CHECKERBOARD_EVEN(true),
    /** Channels or features: the first half, rounded down. */
    FIRST_HALF(false),
    /** Channels or features: what {@link #FIRST_HALF} changes. */
    SECOND_HALF(false),
    /** Channels or features: numbers 1, 3, 5, ..., counted from 0. */
    ODD(false),
    /** Channels or features: numbers 0, 2, 4, .... */
    EVEN(false);

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def numbers(self, x: Tensor, dim: int) -> Tensor:
                      return torch.sub(torch.cumsum(torch.ones_like(x), dim), 1)
                    def row(self, x: Tensor) -> Tensor:
                      return torch.narrow(x, 0, 0, 1)
                    def checkerboard_odd(self, x: Tensor) -> Tensor:
                      one = torch.narrow((self).row(x), 1, 0, 1)
                      places = torch.add((self).numbers(one, 2), (self).numbers(one, 3))
                      return torch.eq(torch.remainder(places, 2), 1)
                    def checkerboard_even(self, x: Tensor) -> Tensor:
                      return torch.logical_not((self).checkerboard_odd(x))
                    def first_half(self, x: Tensor) -> Tensor:
                      half = torch.floordiv(torch.size(x, 1), 2)
                      return torch.lt((self).numbers((self).row(x), 1), half)
                    def second_half(self, x: Tensor) -> Tensor:
                      return torch.logical_not((self).first_half(x))
                    def odd(self, x: Tensor) -> Tensor:
                      return torch.eq(torch.remainder((self).numbers((self).row(x), 1), 2), 1)
                    def even(self, x: Tensor) -> Tensor:
                      return torch.logical_not((self).odd(x))
                    """);

    private final boolean ofPlaces;

    CouplingMask(boolean ofPlaces) {
        this.ofPlaces = ofPlaces;
    }

    /**
     * The mask of an array.
     *
     * @param x {@code (n, c, ...)}
     * @return true where x stays, shaped such that it spreads over x
     */
    NDArray over(NDArray x) {
        Shape shape = x.getShape();
        if (ofPlaces && shape.dimension() != 4) {
            throw new IllegalArgumentException(
                    "A checkerboard is for pictures (n, c, h, w), got " + shape);
        }
        if (!ofPlaces && shape.get(1) < 2) {
            throw new IllegalArgumentException(
                    "Channels are divided, so there must be at least two, got " + shape);
        }
        return OPS.apply(name().toLowerCase(Locale.ROOT), x);
    }
}
