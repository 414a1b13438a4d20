package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.engine.TorchScript;

/**
 * A scale and a shift, with parameters s and t.
 *
 * <pre>{@code y = x exp(s) + t,   log dy/dx = s }</pre>
 *
 * <p>Where s comes from a network, let {@link LogScale} bound it.
 *
 * <p>Dinh et al. 2016, <a href="https://arxiv.org/abs/1605.08803">Density estimation using Real
 * NVP</a>, eq. 5.
 */
public record Affine() implements Elementwise {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def forward_(self, x: Tensor, p: Tensor) -> Tuple[Tensor, Tensor]:
                      c = torch.size(x, 1)
                      s = torch.narrow(p, 1, 0, c)
                      t = torch.narrow(p, 1, c, c)
                      return (torch.add(torch.mul(x, torch.exp(s)), t), s)
                    def inverse(self, y: Tensor, p: Tensor) -> Tuple[Tensor, Tensor]:
                      c = torch.size(y, 1)
                      s = torch.narrow(p, 1, 0, c)
                      t = torch.narrow(p, 1, c, c)
                      return (torch.mul(torch.sub(y, t), torch.exp(torch.neg(s))), torch.neg(s))
                    """);

    @Override
    public int parameters() {
        return 2;
    }

    @Override
    public Result forward(NDArray x, NDArray parameters) {
        return result(OPS.call("forward_", x, parameters));
    }

    @Override
    public Result inverse(NDArray y, NDArray parameters) {
        return result(OPS.call("inverse", y, parameters));
    }

    static Result result(NDList both) {
        return new Result(both.get(0), both.get(1));
    }
}
