package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Locale;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * A convolution whose window lies to one side of the place it is for, so that no weight is masked,
 * (n, c, h, w) to (n, filters, h, w) or, with a stride of 2, (n, filters, h / 2, w / 2).
 *
 * <p>Salimans et al. 2017, <a href="https://arxiv.org/abs/1701.05517">PixelCNN++</a>, section 2.3.
 */
final class ShiftedConv extends Convolution {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def above(self, x: Tensor, w: Tensor, b: Tensor, s: Tensor) -> Tensor:
                      k = w.size(3) // 2
                      return self.conv(x, [k, k, w.size(2), -1], w, b, s)
                    def down(self, x: Tensor, w: Tensor, b: Tensor, s: Tensor) -> Tensor:
                      k = w.size(3) // 2
                      return self.conv(x, [k, k, w.size(2) - 1, 0], w, b, s)
                    def down_right(self, x: Tensor, w: Tensor, b: Tensor, s: Tensor) -> Tensor:
                      return self.conv(x, [w.size(3) - 1, 0, w.size(2) - 1, 0], w, b, s)
                    def left(self, x: Tensor, w: Tensor, b: Tensor, s: Tensor) -> Tensor:
                      return self.conv(x, [w.size(3), -1, w.size(2) - 1, 0], w, b, s)
                    def conv(self, x: Tensor, pad: List[int], w: Tensor, b: Tensor,
                        s: Tensor) -> Tensor:
                      step = int(s)
                      return torch.conv2d(torch.constant_pad_nd(x, pad, 0), w, b, [step, step])
                    """);

    /** Where the window lies. */
    enum Window {
        /** In the rows above, as far to the right as to the left. */
        ABOVE,
        /** In the own row and those above, as far to the right as to the left. */
        DOWN,
        /** In the own row and those above, in the own column and those to the left. */
        DOWN_RIGHT,
        /** In the own row and those above, in the columns to the left. */
        LEFT
    }

    private final Window window;
    private final int stride;

    /**
     * A convolution in steps of one place.
     *
     * @param filters how many channels come out
     * @param window where it lies
     * @param height of the window
     * @param width of the window, odd if it reaches to both sides
     */
    ShiftedConv(int filters, Window window, int height, int width) {
        this(filters, window, height, width, 1);
    }

    /**
     * A convolution.
     *
     * @param stride 1, or 2 for even h and w: places in odd rows and columns count with those after
     *     them
     */
    ShiftedConv(int filters, Window window, int height, int width, int stride) {
        super(filters, height, width);
        this.window = window;
        this.stride = stride;
    }

    @Override
    NDArray convolve(
            NDArray x, NDArray weight, NDArray bias, ParameterStore store, boolean training) {
        try (NDArray step = Numbers.of(x.getManager(), stride)) {
            return OPS.apply(window.name().toLowerCase(Locale.ROOT), x, weight, bias, step);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape all = super.getOutputShapes(inputShapes)[0];
        return new Shape[] {
            new Shape(all.get(0), all.get(1), all.get(2) / stride, all.get(3) / stride)
        };
    }
}
