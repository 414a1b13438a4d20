package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Log-likelihood of 8-bit pixels under a discretised mixture of logistic distributions
 * (PixelCNN++).
 *
 * <pre>{@code
 * P(x | pi, m, s) = sum_k pi_k ( sigmoid((x + 1/255 - m_k) / s_k) - sigmoid((x - 1/255 - m_k) / s_k) )   (eq. 2)
 * }</pre>
 *
 * <p>Pixels run from -1 to 1 in steps of 2/255; the first and the last stand for all below and
 * above. Log scales below -7 count as -7. In nats per sample; minus this over (pixels, channels and
 * log 2) is bits per dimension. With three channels the means of green and blue are shifted by the
 * true values of the channels before (eq. 3), with coefficients that pass through tanh.
 *
 * <p>The difference of sigmoids is computed without cancellation; below 1e-5 it is replaced by the
 * density at the centre times the width, as in the authors' code, so that figures compare.
 *
 * <p>Salimans et al. 2017, <a href="https://arxiv.org/abs/1701.05517">PixelCNN++</a>.
 */
public record LogisticMixtureLikelihood() {

    private static final String NAME = "The logistic mixture";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def grey(self, logits: Tensor, means: Tensor, log_scales: Tensor,
                        x: Tensor) -> Tensor:
                      y = x.unsqueeze(2)
                      log_s = log_scales.clamp_min(-7)
                      r = (-log_s).exp()
                      high = (y - means + 0.00392156862745098) * r
                      low = (y - means - 0.00392156862745098) * r
                      mid = (y - means) * r
                      inside = torch.log(-torch.expm1(-0.00784313725490196 * r.clamp_min(1e-30)))
                      inside = inside - torch.softplus(-high) - torch.softplus(low)
                      density = mid - log_s - 2 * torch.softplus(mid) - torch.log(127.5)
                      each = torch.where(inside > torch.log(1e-05), inside, density)
                      each = torch.where(y < -0.999, -torch.softplus(-high), each)
                      each = torch.where(y > 0.999, -torch.softplus(low), each)
                      log_p = each.sum([1]) + torch.log_softmax(logits, 1)
                      return torch.logsumexp(log_p, [1])
                    def color(self, logits: Tensor, means: Tensor, log_scales: Tensor,
                        coefficients: Tensor, x: Tensor) -> Tensor:
                      c = torch.tanh(coefficients)
                      r, g = x[:, 0:1], x[:, 1:2]
                      green = means[:, 1] + c[:, 0] * r
                      blue = means[:, 2] + c[:, 1] * r + c[:, 2] * g
                      shifted = torch.stack([means[:, 0], green, blue], 1)
                      return self.grey(logits, shifted, log_scales, x)
                    """);

    /**
     * Log-likelihood of each sample, channels independent given the component.
     *
     * @param logits of the components' shares, {@code (n, k, h, w)}
     * @param means m, {@code (n, c, k, h, w)}
     * @param logScales log s, {@code (n, c, k, h, w)}
     * @param x pixels, {@code (n, c, h, w)}
     * @return {@code (n)}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray logits, NDArray means, NDArray logScales, NDArray x) {
        return Rows.sum(pixels(logits, means, logScales, x));
    }

    /**
     * Log-likelihood of each sample of three channels, each depending on those before.
     *
     * @param logits of the components' shares, {@code (n, k, h, w)}
     * @param means m, {@code (n, 3, k, h, w)}
     * @param logScales log s, {@code (n, 3, k, h, w)}
     * @param coefficients red on green, red on blue, green on blue, {@code (n, 3, k, h, w)}
     * @param x pixels, red, green, blue, {@code (n, 3, h, w)}
     * @return {@code (n)}
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(
            NDArray logits, NDArray means, NDArray logScales, NDArray coefficients, NDArray x) {
        return Rows.sum(pixels(logits, means, logScales, coefficients, x));
    }

    /** Log-likelihood of each pixel, {@code (n, h, w)}. */
    NDArray pixels(NDArray logits, NDArray means, NDArray logScales, NDArray x) {
        check(x, logits, means, logScales);
        return OPS.apply("grey", List.of(logits, means, logScales, x));
    }

    /** Log-likelihood of each pixel of three channels, {@code (n, h, w)}. */
    NDArray pixels(
            NDArray logits, NDArray means, NDArray logScales, NDArray coefficients, NDArray x) {
        check(x, logits, means, logScales, coefficients);
        Require.that(x.getShape().get(1) == 3, NAME, "pixels of three channels", x);
        return OPS.apply("color", List.of(logits, means, logScales, coefficients, x));
    }

    private static void check(NDArray x, NDArray logits, NDArray... parameters) {
        Shape s = x.getShape();
        Shape l = logits.getShape();
        boolean fits = s.dimension() == 4 && l.dimension() == 4 && x.size() > 0 && l.size() > 0;
        for (NDArray each : parameters) {
            fits = fits && Require.is(each, s.get(0), s.get(1), l.get(1), s.get(2), s.get(3));
        }
        Require.that(
                fits && Require.is(logits, s.get(0), l.get(1), s.get(2), s.get(3)),
                NAME,
                "pixels (n, c, h, w), logits (n, k, h, w) and parameters (n, c, k, h, w)",
                x,
                logits,
                parameters[0]);
    }
}
