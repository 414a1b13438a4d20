package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.LogisticMixtureLikelihood;

/**
 * Pixels of 256 evenly spaced numbers from -1 to 1 under a discretised mixture of logistic
 * distributions, see {@link LogisticMixtureLikelihood}; of three colours the second depends on the
 * first, and the third on both.
 *
 * <p>A pixel has k shares, then c k means, c k logarithms of scales and, for three colours, 3 k
 * coefficients. Draws are rounded to the 256 numbers, so that their probabilities are those of the
 * likelihood.
 *
 * <p>Salimans et al. 2017, <a href="https://arxiv.org/abs/1701.05517">PixelCNN++</a>, sections 2.1
 * and 2.2.
 *
 * @param components k, 10 in the paper
 */
public record LogisticMixturePixels(int components) implements PixelDistribution {

    private static final int COLOURS = 3;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def outside(self, x: Tensor) -> Tensor:
                      return torch.logical_not(torch.all(torch.abs(x) <= 1))
                    def chosen(self, logits: Tensor, u: Tensor) -> Tensor:
                      cdf = torch.cumsum(torch.softmax(logits, 1), 1)
                      last = cdf.size(1) - 1
                      below = torch.sum(cdf <= u[:, 0:1] * cdf[:, last:], [1])
                      k = torch.clamp(below, 0, last)
                      return torch.unsqueeze(torch.unsqueeze(k, 1), 2)
                    def of(self, each: Tensor, k: Tensor) -> Tensor:
                      at = torch.expand(k, [-1, each.size(1), -1, -1, -1])
                      return torch.squeeze(torch.gather(each, 2, at), 2)
                    def value(self, m: Tensor, s: Tensor, u: Tensor) -> Tensor:
                      p = torch.clamp(u, 1e-06, 0.999999)
                      x = torch.clamp(m + s * (torch.log(p) - torch.log(1 - p)), -1, 1)
                      return torch.round((x + 1) * 127.5) / 127.5 - 1
                    def grey(self, logits: Tensor, means: Tensor, log_scales: Tensor,
                        u: Tensor) -> Tensor:
                      k = self.chosen(logits, u)
                      s = torch.exp(torch.clamp_min(self.of(log_scales, k), -7))
                      return self.value(self.of(means, k), s, u[:, 1:])
                    def color(self, logits: Tensor, means: Tensor, log_scales: Tensor,
                        coefficients: Tensor, u: Tensor) -> Tensor:
                      k = self.chosen(logits, u)
                      m = self.of(means, k)
                      s = torch.exp(torch.clamp_min(self.of(log_scales, k), -7))
                      c = torch.tanh(self.of(coefficients, k))
                      r = self.value(m[:, 0:1], s[:, 0:1], u[:, 1:2])
                      g = self.value(m[:, 1:2] + c[:, 0:1] * r, s[:, 1:2], u[:, 2:3])
                      shift = c[:, 1:2] * r + c[:, 2:3] * g
                      b = self.value(m[:, 2:3] + shift, s[:, 2:3], u[:, 3:4])
                      return torch.cat([r, g, b], 1)
                    """);

    /** Checks the number. */
    public LogisticMixturePixels {
        if (components < 1) {
            throw new IllegalArgumentException(
                    "A mixture has at least one component, got " + components);
        }
    }

    @Override
    public Block input() {
        return new Sequence();
    }

    @Override
    public int parameters(int channels) {
        return components * (1 + (channels == COLOURS ? 3 : 2) * channels);
    }

    @Override
    public int groups(int channels) {
        return 1;
    }

    @Override
    public int noises(int channels) {
        return 1 + channels;
    }

    @Override
    public NDArray logLikelihood(NDArray parameters, NDArray x) {
        try (NDArray outside = OPS.apply("outside", x)) {
            if (outside.getBoolean()) {
                throw new IllegalArgumentException(
                        "Pixels of a logistic mixture are from -1 to 1, got others");
            }
        }
        long c = x.getShape().get(1);
        LogisticMixtureLikelihood likelihood = new LogisticMixtureLikelihood();
        NDArray logits = parameters.get(":, :{}", components);
        NDArray means = part(parameters, 0, c);
        NDArray logScales = part(parameters, 1, c);
        return c == COLOURS
                ? likelihood.evaluate(logits, means, logScales, part(parameters, 2, c), x)
                : likelihood.evaluate(logits, means, logScales, x);
    }

    @Override
    public NDArray draw(NDArray parameters, NDArray noise) {
        long c = noise.getShape().get(1) - 1;
        NDArray logits = parameters.get(":, :{}", components);
        NDArray means = part(parameters, 0, c);
        NDArray logScales = part(parameters, 1, c);
        return c == COLOURS
                ? OPS.apply("color", logits, means, logScales, part(parameters, 2, c), noise)
                : OPS.apply("grey", logits, means, logScales, noise);
    }

    /** Means, logarithms of scales or coefficients, (n, c, k, h, w). */
    private NDArray part(NDArray parameters, int which, long c) {
        Shape shape = parameters.getShape();
        long start = components * (1 + which * c);
        return parameters
                .get(":, {}:{}", start, start + components * c)
                .reshape(shape.get(0), c, components, shape.get(2), shape.get(3));
    }
}
