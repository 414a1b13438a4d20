package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.selfsup.engine.TorchScript;

/**
 * An autoregressive flow: every feature is a function of its code, with parameters that a masked
 * network makes of the features before it.
 *
 * <pre>{@code x_i = g(z_i; m_i(x_1, ..., x_{i-1})) }</pre>
 *
 * <p>From samples to codes it costs one pass through the network, back as many as there are
 * features; {@link Inverted} exchanges that. With {@link Affine} it is the layer of masked
 * autoregressive flows (eqs. 3 and 4), with {@link RationalQuadraticSpline} that of neural spline
 * flows.
 *
 * <p>Papamakarios et al. 2017, <a href="https://arxiv.org/abs/1705.07057">Masked Autoregressive
 * Flow for Density Estimation</a>.
 */
public final class Autoregressive extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def total(self, slope: Tensor) -> Tensor:
                      return torch.sum(slope, [1])
                    """);

    private final Elementwise function;
    private final Block network;

    /**
     * A layer for vectors.
     *
     * @param function g
     * @param network m, from {@code (n, d)} to {@code (n, parameters d)}, such as {@link
     *     MaskedMlp}: the parameters of feature i know only features before it
     */
    public Autoregressive(Elementwise function, Block network) {
        this.function = function;
        this.network = addChildBlock("network", network);
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        try (NDArray parameters = given.apply(network, x)) {
            return summed(function.inverse(x, parameters));
        }
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        NDArray x = z.zerosLike();
        for (long i = 1; ; i++) {
            try (NDArray before = x; // right up to feature i - 1
                    NDArray parameters = given.apply(network, before)) {
                Elementwise.Result result = function.forward(z, parameters);
                if (i == z.getShape().get(1)) {
                    return summed(result);
                }
                result.logDerivative().close();
                x = result.value();
            }
        }
    }

    private static Mapped summed(Elementwise.Result result) {
        try (NDArray slope = result.logDerivative()) {
            return new Mapped(result.value(), OPS.apply("total", slope));
        }
    }
}
