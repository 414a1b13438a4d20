package org.selfsup.encoder;

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
 * Lightness and colour of a picture, each with a network of its own: RGB {@code (n, 3, h, w)} with
 * values of 0 to 1 to the features of both, joined.
 *
 * <p>One network sees {@code (L - 50) / 25}, {@code (n, 1, h, w)}, the other {@code a / 20, b /
 * 20}, {@code (n, 2, h, w)}, see {@link CieLab}. Its pictures are therefore not normalised
 * otherwise.
 */
public final class LabEncoder extends AbstractBlock {

    private final Block lightness;
    private final Block colour;

    /**
     * Puts the parts together.
     *
     * @param lightness {@code (n, 1, h, w) -> (n, d)}
     * @param colour {@code (n, 2, h, w) -> (n, d')}
     */
    public LabEncoder(Block lightness, Block colour) {
        this.lightness = addChildBlock("lightness", lightness);
        this.colour = addChildBlock("colour", colour);
    }

    /** The network that sees lightness, {@code (n, 1, h, w) -> (n, d)}. */
    public Block lightness() {
        return lightness;
    }

    /** The network that sees colour, {@code (n, 2, h, w) -> (n, d')}. */
    public Block colour() {
        return colour;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (NDList views = CieLab.scaled(inputs.singletonOrThrow());
                NDList l = lightness.forward(parameterStore, views.subNDList(0, 1), training);
                NDList ab = colour.forward(parameterStore, views.subNDList(1), training)) {
            return new NDList(NDArrays.concat(new NDList(l.head(), ab.head()), 1));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        CieLab.require(inputShapes[0]);
        lightness.initialize(manager, dataType, CieLab.channels(inputShapes[0], 1));
        colour.initialize(manager, dataType, CieLab.channels(inputShapes[0], 2));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        CieLab.require(inputShapes[0]);
        Shape l = lightness.getOutputShapes(new Shape[] {CieLab.channels(inputShapes[0], 1)})[0];
        Shape ab = colour.getOutputShapes(new Shape[] {CieLab.channels(inputShapes[0], 2)})[0];
        return new Shape[] {new Shape(l.get(0), l.get(1) + ab.get(1))};
    }
}
