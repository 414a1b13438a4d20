package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.Locale;
import org.selfsup.engine.TorchScript;

/**
 * A convolution whose window lies to one side of the place it is for, so that no weight is masked,
 * (n, c, h, w) to (n, filters, h, w).
 *
 * <p>Salimans et al. 2017, <a href="https://arxiv.org/abs/1701.05517">PixelCNN++</a>, section 2.3.
 */
final class ShiftedConv extends Convolution {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def above(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                      k = w.size(3) // 2
                      return torch.conv2d(torch.constant_pad_nd(x, [k, k, w.size(2), -1], 0), w, b)
                    def down(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                      k = w.size(3) // 2
                      padded = torch.constant_pad_nd(x, [k, k, w.size(2) - 1, 0], 0)
                      return torch.conv2d(padded, w, b)
                    def down_right(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                      pad = [w.size(3) - 1, 0, w.size(2) - 1, 0]
                      return torch.conv2d(torch.constant_pad_nd(x, pad, 0), w, b)
                    def left(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                      pad = [w.size(3), -1, w.size(2) - 1, 0]
                      return torch.conv2d(torch.constant_pad_nd(x, pad, 0), w, b)
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

    /**
     * A convolution.
     *
     * @param filters how many channels come out
     * @param window where it lies
     * @param height of the window
     * @param width of the window, odd if it reaches to both sides
     */
    ShiftedConv(int filters, Window window, int height, int width) {
        super(filters, height, width);
        this.window = window;
    }

    @Override
    NDArray convolve(
            NDArray x, NDArray weight, NDArray bias, ParameterStore store, boolean training) {
        return OPS.apply(window.name().toLowerCase(Locale.ROOT), x, weight, bias);
    }
}
