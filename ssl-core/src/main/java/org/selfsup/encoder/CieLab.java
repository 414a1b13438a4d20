package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.engine.TorchScript;

/**
 * Lightness and colour of pictures: RGB {@code (n, 3, h, w)} with values of 0 to 1 to CIE L*a*b*
 * (sRGB, white D65) and back.
 *
 * <p>L goes from 0 to 100; a and b from about -110 to 110, both 0 for grey. A gradient flows both
 * ways.
 */
public final class CieLab {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def cube_root(self, t: Tensor) -> Tensor:
                      root = torch.pow(torch.clamp(t, 0.001), 0.3333333333333333)
                      return torch.where(torch.gt(t, 0.008856451679035631), root, torch.add(torch.mul(t, 7.787037037037035), 0.13793103448275862))
                    def cube(self, t: Tensor) -> Tensor:
                      line = torch.mul(torch.sub(t, 0.13793103448275862), 0.12841854934601665)
                      return torch.where(torch.gt(t, 0.20689655172413793), torch.pow(t, 3), line)
                    def lab(self, rgb: Tensor) -> List[Tensor]:
                      power = torch.pow(torch.div(torch.add(torch.clamp(rgb, 0.04045), 0.055), 1.055), 2.4)
                      linear = torch.where(torch.gt(rgb, 0.04045), power, torch.div(rgb, 12.92))
                      r, g, b = torch.split(linear, 1, 1)
                      x = (self).cube_root((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.95047)
                      y = (self).cube_root(0.212671 * r + 0.715160 * g + 0.072169 * b)
                      z = (self).cube_root((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883)
                      return [116.0 * y - 16.0, torch.cat([500.0 * (x - y), 200.0 * (y - z)], 1)]
                    def scaled(self, rgb: Tensor) -> List[Tensor]:
                      l, ab = (self).lab(rgb)
                      return [(l - 50.0) / 25.0, ab / 20.0]
                    def lightness(self, rgb: Tensor) -> Tensor:
                      l, ab = (self).lab(rgb)
                      return (l - 50.0) / 25.0
                    def rgb(self, l: Tensor, ab: Tensor) -> Tensor:
                      a, b = torch.split(ab, 1, 1)
                      f = (l + 16.0) / 116.0
                      x = 0.95047 * (self).cube(f + a / 500.0)
                      y = (self).cube(f)
                      z = 1.08883 * (self).cube(f - b / 200.0)
                      red = 3.240481 * x - 1.537152 * y - 0.498536 * z
                      green = -0.969255 * x + 1.875990 * y + 0.041556 * z
                      blue = 0.055647 * x - 0.204041 * y + 1.057311 * z
                      linear = torch.clamp(torch.cat([red, green, blue], 1), 0.0, 1.0)
                      power = 1.055 * torch.pow(torch.clamp(linear, 0.0031308), 0.4166666666666667) - 0.055
                      return torch.where(torch.gt(linear, 0.0031308), power, 12.92 * linear)
                    """);

    private CieLab() {}

    /**
     * L {@code (n, 1, h, w)} and ab {@code (n, 2, h, w)}.
     *
     * @param rgb pictures {@code (n, 3, h, w)}, 0 to 1
     */
    public static NDList of(NDArray rgb) {
        require(rgb.getShape());
        return OPS.call("lab", rgb);
    }

    /**
     * What networks see: {@code (L - 50) / 25}, {@code (n, 1, h, w)}, and {@code a / 20, b / 20},
     * {@code (n, 2, h, w)}; about mean 0 and spread 1 of photographs.
     *
     * @param rgb pictures {@code (n, 3, h, w)}, 0 to 1
     */
    public static NDList scaled(NDArray rgb) {
        require(rgb.getShape());
        return OPS.call("scaled", rgb);
    }

    /** The first of {@link #scaled} as a layer, {@code (n, 3, h, w)} to {@code (n, 1, h, w)}. */
    public static Block lightness() {
        return Layers.operation(
                rgb -> {
                    require(rgb.getShape());
                    return OPS.apply("lightness", rgb);
                },
                in -> {
                    require(in);
                    return channels(in, 1);
                });
    }

    /**
     * RGB {@code (n, 3, h, w)} from 0 to 1; what no screen can show is cut off there.
     *
     * @param l lightness {@code (n, 1, h, w)}
     * @param ab colour {@code (n, 2, h, w)}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static NDArray toRgb(NDArray l, NDArray ab) {
        Shape one = l.getShape();
        if (one.dimension() != 4 || one.get(1) != 1 || !ab.getShape().equals(channels(one, 2))) {
            throw new IllegalArgumentException(
                    "A picture has lightness (n, 1, h, w) and colour (n, 2, h, w), got "
                            + one
                            + " and "
                            + ab.getShape());
        }
        return OPS.apply("rgb", l, ab);
    }

    /** The same picture without colour. */
    public static NDArray grey(NDArray rgb) {
        NDList lab = of(rgb);
        return toRgb(lab.get(0), lab.get(1).zerosLike());
    }

    /**
     * The same colours, all of one lightness.
     *
     * @param lightness L, 0 to 100
     */
    public static NDArray ofLightness(NDArray rgb, float lightness) {
        NDList lab = of(rgb);
        return toRgb(lab.get(0).zerosLike().add(lightness), lab.get(1));
    }

    static void require(Shape shape) {
        if (shape.dimension() != 4 || shape.get(1) != 3) {
            throw new IllegalArgumentException(
                    "Lightness and colour are those of pictures (n, 3, h, w), got " + shape);
        }
    }

    /** The shape of pictures with another number of channels. */
    static Shape channels(Shape in, int channels) {
        return new Shape(in.get(0), channels, in.get(2), in.get(3));
    }
}
