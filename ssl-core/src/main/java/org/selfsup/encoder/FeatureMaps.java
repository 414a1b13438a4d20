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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that also gives what is made on the way: its result, then what each named block gives,
 * in the order of the blocks.
 *
 * <p>The parameters are the encoder's own. Name blocks whose follower does not write over what it
 * reads: a ReLU, a stage of a ResNet, but not the BatchNorm before a {@link Layers#reluInPlace}.
 */
public final class FeatureMaps extends AbstractBlock {

    private final List<List<Block>> parts = new ArrayList<>();

    /**
     * Takes maps.
     *
     * @param encoder a {@link Sequence}, such as a {@link ConvNet} or {@link ResNet}
     * @param after names of its blocks, in order
     * @throws IllegalArgumentException if it is no sequence or has no such blocks in this order
     */
    public FeatureMaps(Block encoder, String... after) {
        Map<String, Block> blocks = blocks(addChildBlock("encoder", encoder));
        List<Block> part = new ArrayList<>();
        int next = 0;
        for (Map.Entry<String, Block> block : blocks.entrySet()) {
            part.add(block.getValue());
            if (next < after.length && block.getKey().equals(after[next])) {
                parts.add(part);
                part = new ArrayList<>();
                next++;
            }
        }
        parts.add(part);
        if (next < after.length) {
            throw new IllegalArgumentException(
                    "This encoder has no block \""
                            + after[next]
                            + "\" whose map could come next: expected names in the order of "
                            + blocks.keySet());
        }
    }

    /**
     * The last block that gives maps of at least so many rows, to name it here.
     *
     * @param encoder a {@link Sequence}
     * @param input shape of a batch it takes, {@code (n, c, h, w)}
     * @param rows at least 1
     * @throws IllegalArgumentException if it is no sequence, or has no map so large
     */
    public static String last(Block encoder, Shape input, int rows) {
        String found = "";
        Shape[] shapes = {input};
        for (Map.Entry<String, Block> block : blocks(encoder).entrySet()) {
            shapes = block.getValue().getOutputShapes(shapes);
            if (shapes[0].dimension() == 4 && shapes[0].get(2) >= rows) {
                found = block.getKey();
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "This encoder has no map of at least " + rows + " rows for an input " + input);
        }
        return found;
    }

    private static Map<String, Block> blocks(Block encoder) {
        if (encoder instanceof Sequence) {
            return StateDict.children(encoder);
        }
        throw new IllegalArgumentException(
                "Feature maps are those of a Sequence, such as ConvNet or ResNet, got "
                        + encoder.getClass().getSimpleName());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDList maps = new NDList();
        NDList current = inputs;
        for (List<Block> part : parts) {
            current = Sequence.run(part, parameterStore, current, training, params);
            maps.add(current.singletonOrThrow());
        }
        maps.add(0, maps.remove(maps.size() - 1));
        return maps;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        children.values().get(0).initialize(manager, dataType, inputShapes);
    }

    /** The result's, then those of the maps. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] shapes = new Shape[parts.size()];
        Shape[] current = inputShapes;
        for (int i = 0; i < shapes.length; i++) {
            for (Block block : parts.get(i)) {
                current = block.getOutputShapes(current);
            }
            shapes[(i + 1) % shapes.length] = current[0];
        }
        return shapes;
    }
}
