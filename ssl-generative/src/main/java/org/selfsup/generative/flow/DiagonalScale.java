package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import org.selfsup.engine.TorchScript;

/**
 * A scale for every element, so that flows which keep volumes may weigh dimensions.
 *
 * <pre>{@code z_i = exp(s_i) x_i,   log |det| = sum_i s_i      (section 3.3)}</pre>
 *
 * <p>All s start at 0.
 *
 * <p>Dinh et al. 2014, <a href="https://arxiv.org/abs/1410.8516">NICE</a>.
 */
public final class DiagonalScale extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def scale(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:
                      zero = torch.new_zeros(x, [torch.size(x, 0)])
                      return (torch.mul(x, torch.exp(s)), torch.add(zero, torch.sum(s)))
                    def back(self, y: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:
                      return (self).scale(y, torch.neg(s))
                    """);

    private final Parameter scale =
            addParameter(
                    Parameter.builder()
                            .setName("s")
                            .setType(Parameter.Type.OTHER)
                            .optInitializer(Initializer.ZEROS)
                            .build());

    /** For samples of any shape. */
    public DiagonalScale() {}

    @Override
    protected void prepare(Shape[] inputShapes) {
        scale.setShape(inputShapes[0].slice(1));
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return apply("scale", given, x);
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return apply("back", given, z);
    }

    private Mapped apply(String function, Given given, NDArray x) {
        NDArray s = given.store().getValue(scale, x.getDevice(), given.training());
        return Mapped.of(OPS.call(function, x, s));
    }
}
