package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.selfsup.encoder.Distribution;
import org.selfsup.engine.TorchScript;

/**
 * An invertible 1 x 1 convolution, a learnt permutation of channels.
 *
 * <pre>{@code y = W x at every place,   log |det| = places log |det W| }</pre>
 *
 * <p>W {@code (c, c)} starts as a random rotation and is trained as it is. The paper may also train
 * the factors of its LU decomposition, which makes the determinant cheaper (eq. 10): with the few
 * channels there are, W costs little beside the convolutions.
 *
 * <p>Kingma and Dhariwal 2018, <a href="https://arxiv.org/abs/1807.03039">Glow</a>, section 3.2.
 */
public final class InvertibleConv extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def mix(self, x: Tensor, w: Tensor) -> Tensor:
                      rows = torch.flatten(x, 2)
                      return torch.view_as(torch.matmul(w, rows), x)
                    def determinant(self, x: Tensor, w: Tensor) -> Tensor:
                      sign, log_det = torch.slogdet(w)
                      places = torch.size(torch.flatten(x, 2), 2)
                      return torch.add(torch.new_zeros(x, [torch.size(x, 0)]), torch.mul(log_det, places))
                    def forward_(self, x: Tensor, w: Tensor) -> Tuple[Tensor, Tensor]:
                      return ((self).mix(x, w), (self).determinant(x, w))
                    def inverse(self, y: Tensor, w: Tensor) -> Tuple[Tensor, Tensor]:
                      back = torch.inverse(w)
                      return ((self).mix(y, back), torch.neg((self).determinant(y, w)))
                    """);

    private final Parameter weight =
            addParameter(
                    Parameter.builder()
                            .setName("weight")
                            .setType(Parameter.Type.WEIGHT)
                            .optInitializer(new Distribution.Orthogonal())
                            .build());

    /** For any number of channels. */
    public InvertibleConv() {}

    @Override
    protected void prepare(Shape[] inputShapes) {
        long channels = inputShapes[0].get(1);
        weight.setShape(new Shape(channels, channels));
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return apply("forward_", given, x);
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return apply("inverse", given, z);
    }

    private Mapped apply(String function, Given given, NDArray x) {
        NDArray w = given.store().getValue(weight, x.getDevice(), given.training());
        return Mapped.of(OPS.call(function, x, w));
    }
}
