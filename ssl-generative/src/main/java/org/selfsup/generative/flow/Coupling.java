package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.util.function.BiFunction;
import org.selfsup.engine.TorchScript;

/**
 * A coupling layer: some elements stay, and tell a network how to change the others.
 *
 * <pre>{@code
 * y = b x + (1 - b) g(x; m(b x)),   b the mask, g an invertible function of one element
 * log |det| = sum over the changed elements of log dg/dx
 * }</pre>
 *
 * <p>With {@link Additive} that of NICE, with {@link Affine} that of RealNVP (eq. 9), with {@link
 * RationalQuadraticSpline} that of neural spline flows. The network sees zeros in place of what is
 * changed. Both directions cost one pass through it.
 *
 * <p>Dinh et al. 2016, <a href="https://arxiv.org/abs/1605.08803">Density estimation using Real
 * NVP</a>, sections 3.2 to 3.4.
 */
public final class Coupling extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def seen(self, x: Tensor, stays: Tensor) -> Tensor:
                      return torch.mul(x, stays)
                    def relevant(self, p: Tensor, x: Tensor, stays: Tensor) -> Tensor:
                      each = torch.unflatten(p, 1, [-1, torch.size(x, 1)])
                      changed = torch.unsqueeze(torch.logical_not(stays), 1)
                      return torch.flatten(torch.mul(each, changed), 1, 2)
                    def keep(self, x: Tensor, y: Tensor, slope: Tensor, stays: Tensor) -> Tuple[Tensor, Tensor]:
                      changed = torch.mul(slope, torch.logical_not(stays))
                      return (torch.where(stays, x, y), torch.sum(torch.flatten(changed, 1), [1]))
                    """);

    private final CouplingMask mask;
    private final Elementwise function;
    private final Block network;

    /**
     * A coupling.
     *
     * @param mask what stays
     * @param function g
     * @param network m, from x {@code (n, c, ...)} to g's parameters {@code (n, parameters c, ...)}
     */
    public Coupling(CouplingMask mask, Elementwise function, Block network) {
        this.mask = mask;
        this.function = function;
        this.network = addChildBlock("network", network);
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return map(given, x, function::forward);
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return map(given, z, function::inverse);
    }

    private Mapped map(
            Given given, NDArray x, BiFunction<NDArray, NDArray, Elementwise.Result> direction) {
        try (NDArray stays = mask.over(x);
                NDArray seen = OPS.apply("seen", x, stays);
                NDArray all = given.apply(network, seen);
                NDArray relevant = OPS.apply("relevant", all, x, stays)) {
            Elementwise.Result changed = direction.apply(x, relevant);
            try (NDArray y = changed.value();
                    NDArray slope = changed.logDerivative()) {
                return Mapped.of(OPS.call("keep", x, y, slope, stays));
            }
        }
    }
}
