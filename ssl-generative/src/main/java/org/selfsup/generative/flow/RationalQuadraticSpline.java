package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * A spline of K rational quadratic pieces on [-B, B], the identity outside.
 *
 * <pre>{@code
 * in bin k, with h its height, w its width, d slopes at the knots, q = (x - x_k) / w, e = h / w:
 * y = y_k + h (e q^2 + d_k q (1-q)) / (e + (d_k + d_{k+1} - 2e) q (1-q))                         (eq. 4)
 * dy/dx = e^2 (d_{k+1} q^2 + 2 e q (1-q) + d_k (1-q)^2) / (e + (d_k + d_{k+1} - 2e) q (1-q))^2   (eq. 5)
 * }</pre>
 *
 * <p>The inverse is the root of a quadratic equation (eqs. 6 to 8).
 *
 * <p>An element's 3K - 1 parameters are K widths and K heights, through a softmax, and the slopes
 * at the K - 1 inner knots, through a softplus; at the ends the slope is 1. No width, height or
 * slope is below 0.001.
 *
 * <p>Durkan et al. 2019, <a href="https://arxiv.org/abs/1906.04032">Neural Spline Flows</a>,
 * section 3.1.
 *
 * @param bins K, at least 2 and below 1000
 * @param bound B, above 0
 */
public record RationalQuadraticSpline(int bins, double bound) implements Elementwise {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def knots(self, raw: Tensor, bound: Tensor) -> Tensor:
                      k = torch.size(raw, -1)
                      room = torch.sub(1, torch.mul(k, 0.001))
                      share = torch.add(torch.mul(torch.softmax(raw, -1), room), 0.001)
                      inner = torch.narrow(torch.cumsum(share, -1), -1, 0, torch.sub(k, 1))
                      ends = torch.constant_pad_nd(torch.constant_pad_nd(inner, [1, 0], 0.), [0, 1], 1.)
                      return torch.mul(torch.sub(torch.mul(ends, 2), 1), bound)
                    def slopes(self, raw: Tensor) -> Tensor:
                      return torch.constant_pad_nd(torch.add(torch.softplus(raw), 0.001), [1, 1], 1.)
                    def piece(self, knots: Tensor, bin: Tensor) -> Tensor:
                      return torch.squeeze(torch.gather(knots, -1, bin), -1)
                    def bins(self, knots: Tensor, at: Tensor) -> Tensor:
                      inner = torch.narrow(knots, -1, 1, torch.sub(torch.size(knots, -1), 2))
                      above = torch.ge(torch.unsqueeze(at, -1), inner)
                      return torch.sum(above, [-1], True)
                    def corners(self, v: Tensor, p: Tensor, bound: Tensor, backwards: bool) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
                      q = torch.movedim(torch.unflatten(p, 1, [-1, torch.size(v, 1)]), 1, -1)
                      k = torch.floordiv(torch.add(torch.size(q, -1), 1), 3)
                      xs = (self).knots(torch.narrow(q, -1, 0, k), bound)
                      ys = (self).knots(torch.narrow(q, -1, k, k), bound)
                      ds = (self).slopes(torch.narrow(q, -1, torch.mul(k, 2), torch.sub(k, 1)))
                      if backwards:
                        b = (self).bins(ys, v)
                      else:
                        b = (self).bins(xs, v)
                      x0 = (self).piece(xs, b)
                      y0 = (self).piece(ys, b)
                      next = torch.add(b, 1)
                      w = torch.sub((self).piece(xs, next), x0)
                      h = torch.sub((self).piece(ys, next), y0)
                      return (x0, y0, w, h, (self).piece(ds, b), (self).piece(ds, next))
                    def log_slope(self, t: Tensor, low: Tensor, e: Tensor, d0: Tensor, d1: Tensor) -> Tensor:
                      s = torch.rsub(t, 1)
                      outer = torch.add(torch.mul(d1, torch.square(t)), torch.mul(d0, torch.square(s)))
                      both = torch.add(outer, torch.mul(torch.mul(torch.mul(e, t), s), 2))
                      return torch.sub(torch.log(torch.mul(both, torch.square(e))), torch.mul(torch.log(low), 2))
                    def forward_(self, x: Tensor, p: Tensor, bound: Tensor) -> Tuple[Tensor, Tensor]:
                      inside = torch.lt(torch.abs(x), bound)
                      v = torch.where(inside, x, torch.zeros_like(x))
                      x0, y0, w, h, d0, d1, = (self).corners(v, p, bound, False)
                      e = torch.div(h, w)
                      t = torch.div(torch.sub(v, x0), w)
                      r = torch.mul(t, torch.rsub(t, 1))
                      low = torch.add(e, torch.mul(torch.sub(torch.add(d0, d1), torch.mul(e, 2)), r))
                      high = torch.mul(h, torch.add(torch.mul(e, torch.square(t)), torch.mul(d0, r)))
                      y = torch.add(y0, torch.div(high, low))
                      slope = (self).log_slope(t, low, e, d0, d1)
                      return (torch.where(inside, y, x), torch.where(inside, slope, torch.zeros_like(x)))
                    def inverse(self, y: Tensor, p: Tensor, bound: Tensor) -> Tuple[Tensor, Tensor]:
                      inside = torch.lt(torch.abs(y), bound)
                      v = torch.where(inside, y, torch.zeros_like(y))
                      x0, y0, w, h, d0, d1, = (self).corners(v, p, bound, True)
                      e = torch.div(h, w)
                      bend = torch.sub(torch.add(d0, d1), torch.mul(e, 2))
                      u = torch.sub(v, y0)
                      a = torch.add(torch.mul(h, torch.sub(e, d0)), torch.mul(u, bend))
                      b = torch.sub(torch.mul(h, d0), torch.mul(u, bend))
                      c = torch.mul(e, u)
                      root = torch.sqrt(torch.add(torch.square(b), torch.mul(torch.mul(a, c), 4)))
                      t = torch.div(torch.mul(c, 2), torch.add(b, root))
                      low = torch.add(e, torch.mul(bend, torch.mul(t, torch.rsub(t, 1))))
                      slope = torch.neg((self).log_slope(t, low, e, d0, d1))
                      x = torch.add(torch.mul(t, w), x0)
                      return (torch.where(inside, x, y), torch.where(inside, slope, torch.zeros_like(y)))
                    """);

    /** Checks the numbers. */
    public RationalQuadraticSpline {
        if (bins < 2 || bins >= 1000 || !(bound > 0)) {
            throw new IllegalArgumentException(
                    "A spline has 2 to 999 bins and a bound above 0, got %d and %s"
                            .formatted(bins, bound));
        }
    }

    @Override
    public int parameters() {
        return 3 * bins - 1;
    }

    @Override
    public Result forward(NDArray x, NDArray parameters) {
        return call("forward_", x, parameters);
    }

    @Override
    public Result inverse(NDArray y, NDArray parameters) {
        return call("inverse", y, parameters);
    }

    private Result call(String function, NDArray input, NDArray parameters) {
        try (NDArray b = Numbers.of(input.getManager(), bound).toType(input.getDataType(), false)) {
            return Affine.result(OPS.call(function, input, parameters, b));
        }
    }
}
