package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * max(x, 0) + a min(x, 0) with one trained slope a, parameter {@code weight}, 0.25 at first.
 *
 * <p>He et al. 2015, <a href="https://arxiv.org/abs/1502.01852">Delving Deep into Rectifiers</a>.
 */
public final class PRelu extends AbstractBlock {

    private static final float START = 0.25f;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def prelu(self, x: Tensor, weight: Tensor) -> Tensor:
                      return torch.prelu(x, weight)
                    """);

    private final Parameter weight;

    /** One slope for all features. */
    public PRelu() {
        weight =
                addParameter(
                        Parameter.builder()
                                .setName("weight")
                                .setType(Parameter.Type.OTHER)
                                .optShape(new Shape(1))
                                .optInitializer((m, shape, type) -> m.full(shape, START, type))
                                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray slope = parameterStore.getValue(weight, x.getDevice(), training);
        return new NDList(OPS.apply("prelu", x, slope));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
