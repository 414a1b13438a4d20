package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;

/**
 * A scale and a shift for every channel, which start such that the first batch comes out with mean
 * 0 and variance 1.
 *
 * <pre>{@code y = x exp(s) + t,   log |det| = places sum_c s_c }</pre>
 *
 * <p>Both are trained from then on; whether they have started is kept with them, as {@code
 * started}. Variance is that of the batch, divided by n, and 1e-6 is added to its root; the paper's
 * form (x + b) exp(s) has t = b exp(s).
 *
 * <p>Kingma and Dhariwal 2018, <a href="https://arxiv.org/abs/1807.03039">Glow</a>, section 3.1.
 */
public final class ActNorm extends Flow {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def channels(self, v: Tensor, x: Tensor) -> Tensor:
                      shape = annotate(List[int], [1, -1])
                      for i in range(torch.sub(torch.dim(x), 2)):
                        shape = torch.add(shape, [1])
                      return torch.reshape(v, shape)
                    def begin(self, x: Tensor, s: Tensor, t: Tensor, started: Tensor) -> Tensor:
                      rows = torch.flatten(torch.transpose(x, 0, 1), 1)
                      scale = torch.neg(torch.log(torch.add(torch.std(rows, [1], False), 1e-06)))
                      a = torch.copy_(s, scale)
                      b = torch.copy_(t, torch.neg(torch.mul(torch.mean(rows, [1]), torch.exp(scale))))
                      return torch.fill_(started, 1.)
                    def determinant(self, x: Tensor, s: Tensor) -> Tensor:
                      zero = torch.new_zeros(x, [torch.size(x, 0)])
                      places = torch.floordiv(torch.numel(torch.select(x, 0, 0)), torch.size(x, 1))
                      return torch.add(zero, torch.mul(torch.sum(s), places))
                    def forward_(self, x: Tensor, s: Tensor, t: Tensor) -> Tuple[Tensor, Tensor]:
                      y = torch.add(torch.mul(x, (self).channels(torch.exp(s), x)), (self).channels(t, x))
                      return (y, (self).determinant(x, s))
                    def inverse(self, y: Tensor, s: Tensor, t: Tensor) -> Tuple[Tensor, Tensor]:
                      x = torch.mul(torch.sub(y, (self).channels(t, y)), (self).channels(torch.exp(torch.neg(s)), y))
                      return (x, torch.neg((self).determinant(y, s)))
                    """);

    private final Parameter scale = parameter("s", true);
    private final Parameter shift = parameter("t", true);
    private final Parameter started = parameter("started", false);

    /** For any number of channels. */
    public ActNorm() {
        addParameter(scale);
        addParameter(shift);
        addParameter(started);
    }

    private static Parameter parameter(String name, boolean trained) {
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optInitializer(Initializer.ZEROS)
                .optRequiresGrad(trained)
                .build();
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape channels = new Shape(inputShapes[0].get(1));
        scale.setShape(channels);
        shift.setShape(channels);
        started.setShape(new Shape(1));
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        NDArray s = given.store().getValue(scale, x.getDevice(), given.training());
        NDArray t = given.store().getValue(shift, x.getDevice(), given.training());
        if (given.training()) {
            NDArray flag = given.store().getValue(started, x.getDevice(), true);
            if (flag.toFloatArray()[0] == 0) {
                begin(x, s, t, flag);
            }
        }
        return Mapped.of(OPS.call("forward_", x, s, t));
    }

    private static void begin(NDArray x, NDArray s, NDArray t, NDArray flag) {
        if (x.getShape().get(0) < 2) {
            throw new IllegalArgumentException(
                    "ActNorm starts from the variance of a batch: use at least two samples");
        }
        try (Autograd off = Autograd.off()) {
            OPS.apply("begin", x, s, t, flag).close();
        }
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        NDArray s = given.store().getValue(scale, z.getDevice(), given.training());
        NDArray t = given.store().getValue(shift, z.getDevice(), given.training());
        return Mapped.of(OPS.call("inverse", z, s, t));
    }
}
