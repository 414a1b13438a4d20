package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** Normalisation of the last dimension, see {@link Layers#layerNorm}. */
final class LayerNorm extends AbstractBlock {

    private final float epsilon;
    private final Parameter weight;
    private final Parameter bias;

    LayerNorm(float epsilon) {
        this.epsilon = epsilon;
        weight = addParameter(Layers.parameter("weight", Parameter.Type.GAMMA, true));
        bias = addParameter(Layers.parameter("bias", Parameter.Type.BETA, true));
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        Shape features = new Shape(inputShapes[0].getLastDimension());
        weight.setShape(features);
        bias.setShape(features);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        Layers.checkFeatures(x, weight.getShape().get(0), "LayerNorm");
        Device device = x.getDevice();
        NDArray gamma = parameterStore.getValue(weight, device, training);
        NDArray beta = parameterStore.getValue(bias, device, training);
        return ai.djl.nn.norm.LayerNorm.layerNorm(x, weight.getShape(), gamma, beta, epsilon);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
