package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * A convolution in which a pixel sees those before it, in rows from the left and from the top, (n,
 * c, h, w) to (n, filters, h, w).
 *
 * <pre>{@code y = conv(x, W o M) + b }</pre>
 *
 * <p>M is 1 above the window's middle row and left of its middle, 0 below and right of it. Within
 * the pixel itself the order is that of the colours: a channel sees the groups before its own, and
 * with {@link Mask#B} its own. Channels stand in blocks, channel k of C in group {@code floor(k
 * groups / C)}: first all of red, then green, then blue.
 *
 * <p>The rows of the weight that M hides are trained by nothing and take no time.
 *
 * <p>van den Oord et al. 2016, <a href="https://arxiv.org/abs/1601.06759">Pixel Recurrent Neural
 * Networks</a>, section 3.4.
 */
public final class MaskedConv extends Convolution {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def square(self, x: Tensor, w: Tensor, b: Tensor, mask: Tensor) -> Tensor:
                      k = w.size(3) // 2
                      if k > 0:
                        x = torch.constant_pad_nd(x, [k, k, k, 0], 0)
                      return torch.conv2d(x, torch.narrow(w * mask, 2, 0, k + 1), b)
                    def row(self, x: Tensor, w: Tensor, b: Tensor, mask: Tensor) -> Tensor:
                      left = torch.constant_pad_nd(x, [w.size(3) - 1, 0], 0)
                      return torch.conv2d(left, w * mask, b)
                    """);

    /** What a channel sees of its own pixel. */
    public enum Mask {
        /** Groups of channels before its own: for the first layer. */
        A,
        /** Also its own group: for all layers after it. */
        B
    }

    private final String function;
    private final Mask type;
    private final int groups;
    private final Parameter mask;

    /**
     * A convolution with a square window.
     *
     * @param filters how many channels come out
     * @param kernel height and width of the window, odd
     * @param type of the mask
     * @param groups colours whose order is kept; 1 if channels of a pixel are drawn at once
     */
    public MaskedConv(int filters, int kernel, Mask type, int groups) {
        this(filters, kernel, kernel, type, groups, "square");
    }

    private MaskedConv(int filters, int height, int width, Mask type, int groups, String function) {
        super(filters, height, width);
        if (groups < 1 || (function.equals("square") && width % 2 == 0)) {
            throw new IllegalArgumentException(
                    "A masked convolution has an odd kernel and at least one group, got %d and %d"
                            .formatted(width, groups));
        }
        this.function = function;
        this.type = type;
        this.groups = groups;
        mask =
                addParameter(
                        Parameter.builder()
                                .setName("mask")
                                .setType(Parameter.Type.OTHER)
                                .optInitializer((manager, shape, t) -> mask(manager, shape))
                                .optRequiresGrad(false)
                                .build());
    }

    /** A convolution that sees its own row only, so many pixels before its own. */
    static MaskedConv row(int filters, int before, Mask type, int groups) {
        return new MaskedConv(filters, 1, before + 1, type, groups, "row");
    }

    /** A convolution of every pixel by itself, its window one pixel. */
    static MaskedConv pixel(int filters, int groups) {
        return new MaskedConv(filters, 1, Mask.B, groups);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        super.prepare(inputShapes);
        mask.setShape(weightShape(inputShapes[0].get(1)));
    }

    private NDArray mask(NDManager manager, Shape shape) {
        int filters = Math.toIntExact(shape.get(0));
        int channels = Math.toIntExact(shape.get(1));
        int height = Math.toIntExact(shape.get(2));
        int width = Math.toIntExact(shape.get(3));
        int row = height / 2;
        int column = function.equals("row") ? width - 1 : width / 2;
        float[] seen = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < seen.length; i++) {
            int s = i % width;
            int r = i / width % height;
            int in = i / width / height % channels * groups / channels;
            int out = i / width / height / channels * groups / filters;
            boolean before = r < row || (r == row && s < column);
            boolean own = r == row && s == column;
            seen[i] = before || (own && (in < out || (type == Mask.B && in == out))) ? 1 : 0;
        }
        return Numbers.of(manager, seen).reshape(shape);
    }

    @Override
    NDArray convolve(
            NDArray x, NDArray weight, NDArray bias, ParameterStore store, boolean training) {
        NDArray m = store.getValue(mask, x.getDevice(), training);
        return OPS.apply(function, x, weight, bias, m);
    }
}
