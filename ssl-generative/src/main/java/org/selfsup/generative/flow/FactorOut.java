package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.TorchScript;

/**
 * The multi-scale architecture: half of the channels are finished, the others go on through a flow.
 *
 * <pre>{@code (n, c, h, w) to (n, c h w): first the finished half, then the codes of the rest }
 * </pre>
 *
 * <p>Dinh et al. 2016, <a href="https://arxiv.org/abs/1605.08803">Density estimation using Real
 * NVP</a>, section 3.6.
 */
public final class FactorOut extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def first(self, x: Tensor) -> Tensor:
                      return torch.narrow(x, 1, 0, torch.floordiv(torch.size(x, 1), 2))
                    def second(self, x: Tensor) -> Tensor:
                      half = torch.floordiv(torch.size(x, 1), 2)
                      return torch.contiguous(torch.narrow(x, 1, half, torch.sub(torch.size(x, 1), half)))
                    def join(self, done: Tensor, codes: Tensor) -> Tensor:
                      return torch.cat([torch.flatten(done, 1), torch.flatten(codes, 1)], 1)
                    def stack(self, done: Tensor, rest: Tensor) -> Tensor:
                      return torch.cat([torch.view_as(torch.contiguous(done), rest), rest], 1)
                    """);

    private final Flow rest;
    private Shape going = new Shape();

    /**
     * Divides channels, of which there is an even number.
     *
     * @param rest takes the half that goes on, {@code (n, c/2, h, w)}
     */
    public FactorOut(Flow rest) {
        this.rest = addChildBlock("rest", rest);
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        half(x.getShape());
        try (NDArray done = OPS.apply("first", x);
                NDArray on = OPS.apply("second", x)) {
            Mapped mapped = rest.toLatent(given, on);
            try (NDArray codes = mapped.value()) {
                return new Mapped(OPS.apply("join", done, codes), mapped.logDeterminant());
            }
        }
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        try (NDArray done = OPS.apply("first", z);
                NDArray codes = OPS.apply("second", z);
                NDArray shaped = codes.reshape(latent(z.getShape().get(0)))) {
            Mapped mapped = rest.toData(given, shaped);
            try (NDArray on = mapped.value()) {
                return new Mapped(OPS.apply("stack", done, on), mapped.logDeterminant());
            }
        }
    }

    /** What the codes of the rest are shaped like before they are laid flat. */
    private Shape latent(long n) {
        Shape one = rest.latentShape(going);
        return new Shape(n).addAll(one.slice(1));
    }

    private static Shape half(Shape x) {
        if (x.dimension() != 4 || x.get(1) % 2 != 0) {
            throw new IllegalArgumentException(
                    "Factoring out needs pictures (n, c, h, w) of an even number of channels, got "
                            + x);
        }
        return new Shape(x.get(0), x.get(1) / 2, x.get(2), x.get(3));
    }

    @Override
    protected Shape latentShape(Shape x) {
        half(x);
        return new Shape(x.get(0), x.get(1) * x.get(2) * x.get(3));
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes.clone();
        shapes[0] = half(inputShapes[0]);
        going = shapes[0];
        rest.initialize(manager, dataType, shapes);
    }
}
