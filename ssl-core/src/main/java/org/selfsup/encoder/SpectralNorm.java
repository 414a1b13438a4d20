package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.Function;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;

/**
 * Divides the weight of a layer by its largest singular value, see {@link Layers#spectralConv}.
 *
 * <pre>{@code
 * v = W' u / |W' u|,   u = W v / |W v|      a step of the power method, in training only
 * s = u' W v,   the layer has W / s         gradient flows through s, not through u and v
 * }</pre>
 */
final class SpectralNorm {

    /** Steps before first use, so that an untrained layer is normalised as well. */
    private static final int SETTLING = 15;

    // The first argument only says whose the results are. What the backward pass keeps is a copy
    // of u and v: the next pass overwrites them.
    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def step(self, x: Tensor, w: Tensor, u: Tensor,
                        v: Tensor) -> Tuple[Tensor, Tensor]:
                      m = torch.flatten(torch.detach(w), 1)
                      a = torch.mv(torch.t(m), u)
                      v1 = torch.div(a, torch.clamp_min(torch.norm(a), 1e-12))
                      b = torch.mv(m, v1)
                      u1 = torch.div(b, torch.clamp_min(torch.norm(b), 1e-12))
                      _0 = torch.copy_(u, u1)
                      _1 = torch.copy_(v, v1)
                      return (u1, v1)
                    def divide(self, x: Tensor, w: Tensor, u: Tensor, v: Tensor) -> Tensor:
                      return torch.div(w, torch.dot(u, torch.mv(torch.flatten(w, 1), v)))
                    """);

    final Parameter u = vector("weight_u");
    final Parameter v = vector("weight_v");
    private final int iterations;
    private boolean fresh;

    /**
     * For one layer.
     *
     * @param iterations steps of the power method in every training pass, 1 in the paper
     */
    SpectralNorm(int iterations) {
        this.iterations = iterations;
    }

    private static Parameter vector(String name) {
        Parameter vector = Layers.parameter(name, Parameter.Type.OTHER, false);
        vector.setInitializer(new Distribution.UnitRows());
        return vector;
    }

    void prepare(Shape weight) {
        u.setShape(new Shape(weight.get(0)));
        v.setShape(new Shape(weight.size() / weight.get(0)));
        fresh = true;
    }

    void settle(Parameter weight) {
        if (!fresh) {
            return;
        }
        fresh = false;
        NDArray w = weight.getArray();
        try (Autograd off = Autograd.off()) {
            for (int i = 0; i < SETTLING; i++) {
                OPS.call("step", w, w, u.getArray(), v.getArray()).close();
            }
        }
    }

    /** Runs a layer that reads its weight from the store it is given. */
    NDList forward(
            NDArray x,
            Parameter weight,
            ParameterStore store,
            boolean training,
            Function<ParameterStore, NDList> layer) {
        Device device = x.getDevice();
        NDArray w = store.getValue(weight, device, training);
        NDArray left = store.getValue(u, device, training);
        NDArray right = store.getValue(v, device, training);
        NDList vectors = new NDList();
        for (int i = 0; training && i < iterations; i++) {
            vectors.close();
            vectors = OPS.call("step", x, w, left, right);
        }
        try (NDArray divided =
                training
                        ? OPS.apply("divide", x, w, vectors.get(0), vectors.get(1))
                        : OPS.apply("divide", x, w, left, right)) {
            return layer.apply(
                    new ParameterStore(store.getManager(), false) {
                        @Override
                        public NDArray getValue(Parameter parameter, Device on, boolean train) {
                            return parameter == weight
                                    ? divided
                                    : store.getValue(parameter, on, train);
                        }
                    });
        } finally {
            vectors.close();
        }
    }
}
