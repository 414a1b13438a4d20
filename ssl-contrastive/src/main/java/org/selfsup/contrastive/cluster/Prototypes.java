package org.selfsup.contrastive.cluster;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Distribution;

/** Trained directions: embeddings (n, p) of length 1 to their cosines with each of k, (n, k). */
final class Prototypes extends AbstractBlock {

    private final Parameter weight;
    private final int k;

    Prototypes(int k, int p) {
        this.k = k;
        weight =
                addParameter(
                        Parameter.builder()
                                .setName("weight")
                                .setType(Parameter.Type.WEIGHT)
                                .optInitializer(new Distribution.UnitRows())
                                .build());
        weight.setShape(new Shape(k, p));
    }

    /** Brings the directions back to length 1. */
    void normalize() {
        try (NDArray unit = weight.getArray().normalize(2, 1)) {
            weight.getArray().set(new NDIndex("..."), unit);
        }
    }

    /** The same cosines, without gradient to the directions. */
    NDArray fixed(NDArray z) {
        return z.matMul(weight.getArray().stopGradient().transpose());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray z = inputs.singletonOrThrow();
        NDArray directions = parameterStore.getValue(weight, z.getDevice(), training);
        return new NDList(z.matMul(directions.transpose()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), k)};
    }
}
