package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Judges pairs of a sample and a code: {@code J(F(x), H(z))}.
 *
 * <p>Takes x {@code (n, ...)} and z {@code (n, latent)}; gives the features F(x) {@code (n, f)} and
 * H(z) {@code (n, g)}, and what J makes of both side by side, {@code (n, 1)}.
 */
public final class PairDiscriminator extends AbstractBlock {

    private final Block sample;
    private final Block code;
    private final Block joint;

    /**
     * Puts the parts together.
     *
     * @param sample F, {@code (n, ...) -> (n, f)}
     * @param code H, {@code (n, latent) -> (n, g)}
     * @param joint J, {@code (n, f + g) -> (n, 1)}
     */
    public PairDiscriminator(Block sample, Block code, Block joint) {
        this.sample = addChildBlock("sample", sample);
        this.code = addChildBlock("code", code);
        this.joint = addChildBlock("joint", joint);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray f = one(sample, parameterStore, inputs.get(0), training);
        NDArray h = one(code, parameterStore, inputs.get(1), training);
        NDArray both = NDArrays.concat(new NDList(f, h), 1);
        return new NDList(f, h, one(joint, parameterStore, both, training));
    }

    private static NDArray one(Block block, ParameterStore store, NDArray x, boolean training) {
        return block.forward(store, new NDList(x), training).singletonOrThrow();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        sample.initialize(manager, dataType, inputShapes[0]);
        code.initialize(manager, dataType, inputShapes[1]);
        Shape[] parts = parts(inputShapes);
        joint.initialize(manager, dataType, both(parts));
    }

    private Shape[] parts(Shape[] in) {
        return new Shape[] {
            sample.getOutputShapes(new Shape[] {in[0]})[0],
            code.getOutputShapes(new Shape[] {in[1]})[0]
        };
    }

    private static Shape both(Shape[] parts) {
        if (parts[0].dimension() != 2 || parts[1].dimension() != 2) {
            throw new IllegalArgumentException(
                    "A discriminator of pairs needs features (n, f) of the sample and (n, g) of the"
                            + " code, got "
                            + parts[0]
                            + " and "
                            + parts[1]);
        }
        return new Shape(parts[0].get(0), parts[0].get(1) + parts[1].get(1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] parts = parts(inputShapes);
        Shape logit = joint.getOutputShapes(new Shape[] {both(parts)})[0];
        return new Shape[] {parts[0], parts[1], logit};
    }
}
