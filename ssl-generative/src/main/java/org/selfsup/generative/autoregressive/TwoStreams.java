package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.generative.autoregressive.ShiftedConv.Window;

/**
 * The network of PixelCNN++: a stream u that knows the rows above and a stream v that knows also
 * what is left in the own row, down to fewer places and up again, from (n, c, h, w) to the maps (n,
 * f, h, w) of v.
 *
 * <p>On the way down every map is kept, and on the way up read by the block of the same place. A
 * channel of ones tells the pictures from the zeros around them.
 */
final class TwoStreams extends AbstractBlock {

    private final int filters;
    private final Block start;
    private final Pair own;
    private final List<List<Pair>> down = new ArrayList<>();
    private final List<Pair> halve = new ArrayList<>();
    private final List<List<Pair>> up = new ArrayList<>();
    private final List<Pair> twice = new ArrayList<>();

    /** The same for both streams. */
    private record Pair(Block u, Block v) {}

    /** What blocks go by besides their inputs. */
    private record Given(ParameterStore store, boolean training) {

        NDArray apply(Block block, NDArray... inputs) {
            return block.forward(store, new NDList(inputs), training).singletonOrThrow();
        }
    }

    TwoStreams(PixelCnnPlusPlus.Config config) {
        filters = config.filters();
        int levels = config.levels();
        start = addChildBlock("above", new ShiftedConv(filters, Window.ABOVE, 2, 3));
        own =
                pair(
                        "own",
                        new ShiftedConv(filters, Window.ABOVE, 1, 3),
                        new ShiftedConv(filters, Window.LEFT, 2, 1));
        for (int level = 0; level < levels; level++) {
            down.add(resnets("down" + level, config.resnets(), config.dropout(), false));
            if (level + 1 < levels) {
                halve.add(pair("halve" + level, halve(Window.DOWN), halve(Window.DOWN_RIGHT)));
            }
        }
        for (int level = 0; level < levels; level++) {
            // One more for the map that a level starts from, but where the way up starts.
            int count = config.resnets() + (level + 1 < levels ? 1 : 0);
            up.add(resnets("up" + level, count, config.dropout(), true));
            if (level + 1 < levels) {
                twice.add(pair("twice" + level, twice(Window.DOWN), twice(Window.DOWN_RIGHT)));
            }
        }
    }

    private Pair pair(String name, Block u, Block v) {
        return new Pair(addChildBlock(name + "_u", u), addChildBlock(name + "_v", v));
    }

    private List<Pair> resnets(String name, int count, float dropout, boolean upward) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(
                    pair(
                            name + "_" + i,
                            new GatedResnet(filters, Window.DOWN, dropout, upward),
                            new GatedResnet(filters, Window.DOWN_RIGHT, dropout, true)));
        }
        return pairs;
    }

    private Block halve(Window window) {
        return new ShiftedConv(filters, window, 2, GatedResnet.width(window), 2);
    }

    private Block twice(Window window) {
        return new Sequence()
                .add("repeat", Layers.upsample(2))
                .add("conv", new ShiftedConv(filters, window, 2, GatedResnet.width(window)));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        Given given = new Given(parameterStore, training);
        NDArray x = inputs.head();
        NDArray seen = x.concat(x.get(":, :1").onesLike(), 1);
        NDArray u = given.apply(start, seen);
        NDArray v = given.apply(own.u(), seen).add(given.apply(own.v(), seen));
        Deque<NDArray> us = new ArrayDeque<>(List.of(u));
        Deque<NDArray> vs = new ArrayDeque<>(List.of(v));
        for (int level = 0; level < down.size(); level++) {
            for (Pair pair : down.get(level)) {
                u = given.apply(pair.u(), u);
                v = given.apply(pair.v(), v, u);
                us.push(u);
                vs.push(v);
            }
            if (level < halve.size()) {
                u = given.apply(halve.get(level).u(), u);
                v = given.apply(halve.get(level).v(), v);
                us.push(u);
                vs.push(v);
            }
        }
        us.pop(); // the way up starts from it
        vs.pop();
        for (int level = up.size() - 1; level >= 0; level--) {
            if (level < twice.size()) {
                u = given.apply(twice.get(level).u(), u);
                v = given.apply(twice.get(level).v(), v);
            }
            for (Pair pair : up.get(level)) {
                u = given.apply(pair.u(), u, us.pop());
                v = given.apply(pair.v(), v, u.concat(vs.pop(), 1));
            }
        }
        return new NDList(v);
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape in = inputShapes[0];
        Shape seen = new Shape(in.get(0), in.get(1) + 1, in.get(2), in.get(3));
        Shape map = getOutputShapes(inputShapes)[0];
        Shape both = new Shape(in.get(0), 2L * filters, in.get(2), in.get(3));
        for (Block block : List.of(start, own.u(), own.v())) {
            block.initialize(manager, dataType, seen);
        }
        for (Pair pair : halve) {
            pair.u().initialize(manager, dataType, map);
            pair.v().initialize(manager, dataType, map);
        }
        for (Pair pair : twice) {
            pair.u().initialize(manager, dataType, map);
            pair.v().initialize(manager, dataType, map);
        }
        for (int level = 0; level < down.size(); level++) {
            for (Pair pair : down.get(level)) {
                pair.u().initialize(manager, dataType, map);
                pair.v().initialize(manager, dataType, map, map);
            }
            for (Pair pair : up.get(level)) {
                pair.u().initialize(manager, dataType, map, map);
                pair.v().initialize(manager, dataType, map, both);
            }
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), filters, in.get(2), in.get(3))};
    }
}
