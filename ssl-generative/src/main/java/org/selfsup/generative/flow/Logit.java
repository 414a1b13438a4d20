package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.TorchScript;

/**
 * From the interval 0 to 1, where pixels live, to all numbers.
 *
 * <pre>{@code y = logit(0.05 + 0.9 x) }</pre>
 *
 * <p>Dinh et al. 2016, <a href="https://arxiv.org/abs/1605.08803">Density estimation using Real
 * NVP</a>, section 4.1, with its alpha of 0.05 at both ends.
 */
public final class Logit extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def slope(self, y: Tensor) -> Tensor:
                      sharp = torch.neg(torch.add(torch.log_sigmoid(y), torch.log_sigmoid(torch.neg(y))))
                      return torch.sum(torch.flatten(torch.add(sharp, -0.10536051565782628), 1), [1])
                    def forward_(self, x: Tensor) -> Tuple[Tensor, Tensor]:
                      p = torch.add(torch.mul(x, 0.9), 0.05)
                      y = torch.sub(torch.log(p), torch.log(torch.rsub(p, 1)))
                      return (y, (self).slope(y))
                    def inverse(self, y: Tensor) -> Tuple[Tensor, Tensor]:
                      x = torch.div(torch.sub(torch.sigmoid(y), 0.05), 0.9)
                      return (x, torch.neg((self).slope(y)))
                    """);

    /** The only one there is. */
    public Logit() {}

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return Mapped.of(OPS.call("forward_", x));
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return Mapped.of(OPS.call("inverse", z));
    }
}
