package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * How far embeddings are from a standard normal distribution, seen along random directions: SIGReg,
 * sketched isotropic Gaussian regularisation.
 *
 * <pre>{@code
 * L = mean over directions a of  n int |phi_a(t) - exp(-t^2 / 2)|^2 exp(-t^2 / 2) dt
 * phi_a(t) = 1/n sum_i exp(i t a . z_i),   |a| = 1
 * }</pre>
 *
 * <p>The integral is the Epps-Pulley statistic, by the trapezoidal rule from -range to range. As
 * the integrand is even, only t from 0 on is computed. Directions are drawn anew in every call. At
 * least 0; for rows that follow N(0, 1) it has the mean {@code int (1 - exp(-t^2)) exp(-t^2 / 2)
 * dt}, 1.06, whatever n, because of the factor n; if all rows are 0 it is {@code n int (1 -
 * exp(-t^2 / 2))^2 exp(-t^2 / 2) dt}, 0.41 n. Rows are not normalised: their length counts.
 *
 * <p>Balestriero and LeCun 2025, <a href="https://arxiv.org/abs/2511.08544">LeJEPA</a>; Epps and
 * Pulley 1983, "A test for normality based on the empirical characteristic function". Range, knots,
 * weight and the factor n were taken from programs that follow the paper's listing, not checked
 * against its text; the authors' minimal example has 17 knots from 0 to 3 and 256 directions.
 *
 * @param directions how many, at least 1; the more, the less noise
 * @param knots of the trapezoidal rule, odd and at least 3
 * @param range where the integral ends, positive
 */
public record SigRegLoss(int directions, int knots, float range) {

    /** 1024 directions, 17 knots from -5 to 5; see above on its source. */
    public static final SigRegLoss PAPER = new SigRegLoss(1024, 17, 5);

    private static final String NAME = "SIGReg";

    private static final LossScript OPS =
            new LossScript(
                    """
                    def statistic(self, z: Tensor, directions: Tensor, knots: Tensor,
                        range: Tensor) -> Tensor:
                      last = int(knots) // 2
                      t = torch.arange(last + 1, dtype=6, device=z.device) * (range / last)
                      normal = (-0.5 * t.square()).exp()
                      x = (z @ directions.t()).unsqueeze(-1) * t
                      gap = (x.cos().mean([0]) - normal).square() + x.sin().mean([0]).square()
                      half = torch.trapz(gap * normal, dx=1.0) * (range / last)
                      return 2 * z.size(0) * half.mean()
                    """);

    /** Checks the parameters. */
    public SigRegLoss {
        Require.between(NAME, "number of directions", 1, Integer.MAX_VALUE, directions);
        Require.between(NAME, "number of knots", 3, Integer.MAX_VALUE, knots);
        if (knots % 2 == 0) {
            throw new IllegalArgumentException(
                    NAME + " needs an odd number of knots, one of them at 0, got " + knots);
        }
        Require.positive(NAME, "range", range);
    }

    /**
     * The statistic along random directions, drawn from the engine's generator.
     *
     * @param z embeddings, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if there are none
     */
    public NDArray evaluate(NDArray z) {
        long d = Require.sameRows(NAME, 1, z).get(1);
        NDArray drawn =
                z.getManager().randomNormal(0, 1, new Shape(directions, d), DataType.FLOAT32);
        return evaluate(z, drawn);
    }

    /**
     * The statistic along given directions.
     *
     * @param z embeddings, {@code (n, d)}
     * @param along directions of any length, {@code (m, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray z, NDArray along) {
        Require.that(
                Require.sameRows(NAME, 1, z).get(1) == Require.sameRows(NAME, 1, along).get(1),
                NAME,
                "embeddings (n, d) and directions (m, d)",
                z,
                along);
        return OPS.apply("statistic", List.of(z, Rows.unit(along)), knots, range);
    }
}
