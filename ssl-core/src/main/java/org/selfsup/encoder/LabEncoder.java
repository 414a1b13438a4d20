package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * Lightness and colour of a picture, each with a network of its own: RGB {@code (n, 3, h, w)} with
 * values of 0 to 1 to the features of both, joined.
 *
 * <p>The picture is taken to CIE L*a*b* (sRGB, white D65). One network sees {@code (L - 50) / 25},
 * {@code (n, 1, h, w)}, the other {@code a / 20, b / 20}, {@code (n, 2, h, w)}: about mean 0 and
 * spread 1 of photographs. Its pictures are therefore not normalised otherwise.
 */
public final class LabEncoder extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def cube_root(self, t: Tensor) -> Tensor:
                      root = torch.pow(torch.clamp(t, 0.001), 0.3333333333333333)
                      return torch.where(torch.gt(t, 0.008856451679035631), root, torch.add(torch.mul(t, 7.787037037037035), 0.13793103448275862))
                    def lab(self, rgb: Tensor) -> List[Tensor]:
                      power = torch.pow(torch.div(torch.add(torch.clamp(rgb, 0.04045), 0.055), 1.055), 2.4)
                      linear = torch.where(torch.gt(rgb, 0.04045), power, torch.div(rgb, 12.92))
                      r, g, b = torch.split(linear, 1, 1)
                      x = (self).cube_root((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.95047)
                      y = (self).cube_root(0.212671 * r + 0.715160 * g + 0.072169 * b)
                      z = (self).cube_root((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883)
                      return [116.0 * y - 16.0, torch.cat([500.0 * (x - y), 200.0 * (y - z)], 1)]
                    def views(self, rgb: Tensor) -> List[Tensor]:
                      l, ab = (self).lab(rgb)
                      return [(l - 50.0) / 25.0, ab / 20.0]
                    """);

    private final Block lightness;
    private final Block colour;

    /**
     * Puts the parts together.
     *
     * @param lightness {@code (n, 1, h, w) -> (n, d)}
     * @param colour {@code (n, 2, h, w) -> (n, d')}
     */
    public LabEncoder(Block lightness, Block colour) {
        this.lightness = addChildBlock("lightness", lightness);
        this.colour = addChildBlock("colour", colour);
    }

    /** L {@code (n, 1, h, w)} and ab {@code (n, 2, h, w)} of RGB, in their usual units. */
    static NDList lab(NDArray rgb) {
        return OPS.call("lab", rgb);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray rgb = inputs.singletonOrThrow();
        require(rgb.getShape());
        try (NDList views = OPS.call("views", rgb);
                NDList l = lightness.forward(parameterStore, views.subNDList(0, 1), training);
                NDList ab = colour.forward(parameterStore, views.subNDList(1), training)) {
            return new NDList(NDArrays.concat(new NDList(l.head(), ab.head()), 1));
        }
    }

    private static void require(Shape shape) {
        if (shape.dimension() != 4 || shape.get(1) != 3) {
            throw new IllegalArgumentException(
                    "Lightness and colour are those of pictures (n, 3, h, w), got " + shape);
        }
    }

    private static Shape[] channels(Shape in, int channels) {
        return new Shape[] {new Shape(in.get(0), channels, in.get(2), in.get(3))};
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        require(inputShapes[0]);
        lightness.initialize(manager, dataType, channels(inputShapes[0], 1));
        colour.initialize(manager, dataType, channels(inputShapes[0], 2));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        require(inputShapes[0]);
        Shape l = lightness.getOutputShapes(channels(inputShapes[0], 1))[0];
        Shape ab = colour.getOutputShapes(channels(inputShapes[0], 2))[0];
        return new Shape[] {new Shape(l.get(0), l.get(1) + ab.get(1))};
    }
}
