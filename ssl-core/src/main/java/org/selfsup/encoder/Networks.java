package org.selfsup.encoder;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The networks and buffers of a task by role, as they are initialised and saved together.
 *
 * <pre>{@code
 * new Networks()
 *     .add("encoder", encoder)      // sees the batch
 *     .add("projector", projector)  // sees what the encoder gives
 *     .beside("queue", queue)       // sees nothing, gives nothing
 * }</pre>
 *
 * <p>There is no forward pass through all of them: that is the task's.
 */
public final class Networks extends AbstractBlock {

    /** What a child sees. */
    private interface Input {
        Shape[] of(Shape[] batch, Shape[] before);
    }

    private final List<Input> inputs = new ArrayList<>(); // of every child

    private final List<Block> beside = new ArrayList<>();

    /** Nothing yet. */
    public Networks() {}

    /**
     * Adds a network that sees what the one before gives, the first one the batch.
     *
     * @param role its part of the parameters' dotted names (see {@link StateDict})
     * @param block the network
     * @return this
     */
    public Networks add(String role, Block block) {
        return add(role, block, (batch, before) -> before);
    }

    /**
     * Adds what has no place in the chain: a buffer, or a copy of networks that came before. It is
     * initialised after those, and the next network sees what the one before gives.
     *
     * @param role its part of the parameters' dotted names
     * @param block a buffer or a copy
     * @return this
     */
    public Networks beside(String role, Block block) {
        beside.add(block);
        return add(role, block);
    }

    /**
     * Adds a network that sees arrays of given shapes, such as a generator.
     *
     * @param role its part of the parameters' dotted names
     * @param block the network
     * @param shapes what it will see; n may be any number
     * @return this
     */
    public Networks add(String role, Block block, Shape... shapes) {
        Shape[] given = shapes.clone();
        return add(role, block, (batch, before) -> given.length > 0 ? given : before);
    }

    /**
     * Adds a network that sees what can be told from the batch, such as a map of the encoder.
     *
     * @param role its part of the parameters' dotted names
     * @param block the network
     * @param seen from the shape of the batch to the shape of what it will see
     * @return this
     */
    public Networks add(String role, Block block, UnaryOperator<Shape> seen) {
        return add(role, block, (batch, before) -> new Shape[] {seen.apply(batch[0])});
    }

    /**
     * Adds a network that sees the batch and, after it, arrays of given shapes: a discriminator of
     * samples with their codes.
     *
     * @param role its part of the parameters' dotted names
     * @param block the network
     * @param others what it will see beside; n may be any number
     * @return this
     */
    public Networks addWithBatch(String role, Block block, Shape... others) {
        Shape[] seen = new Shape[others.length + 1];
        System.arraycopy(others, 0, seen, 1, others.length);
        return add(
                role,
                block,
                (batch, before) -> {
                    seen[0] = batch[0];
                    return seen;
                });
    }

    private Networks add(String role, Block block, Input input) {
        StateDict.checkName(this, role);
        addChildBlock(role, block);
        inputs.add(input);
        return this;
    }

    /**
     * A network.
     *
     * @throws IllegalArgumentException if there is none of this role
     */
    public Block get(String role) {
        Block block = StateDict.children(this).get(role);
        if (block == null) {
            throw new IllegalArgumentException(
                    "No network is called \"" + role + "\": expected one of " + roles());
        }
        return block;
    }

    /**
     * Networks one after another, as one.
     *
     * @param roles of networks added before
     */
    public Sequence chain(String... roles) {
        Sequence chain = new Sequence();
        for (String role : roles) {
            chain.add(role, get(role));
        }
        return chain;
    }

    private Set<String> roles() {
        return StateDict.children(this).keySet();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        int i = 0;
        for (Block child : children.values()) {
            shapes = inputs.get(i++).of(inputShapes, shapes);
            child.initialize(manager, dataType, shapes);
            if (!beside.contains(child)) {
                shapes = child.getOutputShapes(shapes);
            }
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        throw new UnsupportedOperationException(
                "Networks have no pass of their own; pass an array through one of " + roles());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
