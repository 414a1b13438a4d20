package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * Batches too large for one pass: networks see a few samples at a time, the loss sees them all.
 *
 * <p>On the way forward every network runs chunk by chunk and keeps nothing but what comes out. The
 * loss of the whole batch then gives the gradient at those outputs, and on the way back each chunk
 * runs again, with the randomness it had, to carry the gradient on to its parameters and inputs.
 * Memory beyond inputs and outputs is that of one chunk, time that of one more forward pass.
 *
 * <p>The gradients are those of the whole batch, but for two things: BatchNorm takes its statistics
 * from each chunk, and moves its running ones once a chunk; and a loss that derives by a network's
 * input, as gradient penalties do, finds no graph to do so.
 *
 * <p>Gao, Zhang, Han, Callan 2021, <a href="https://arxiv.org/abs/2101.06983">Scaling deep
 * contrastive learning batch size under memory limited setup</a>, section 3.2.
 */
final class GradientCache {

    private final NDManager manager;
    private final ParameterStore store;
    private final int chunk;
    private final long seed;
    private final List<Segment> segments = new ArrayList<>();
    private int passes;

    /** A network's pass from arrays in to arrays out, to be repeated. */
    private record Segment(int number, Block network, NDList inputs, NDList outputs) {}

    /**
     * Nothing yet.
     *
     * @param chunk samples a pass, at least 1
     * @param seed of the step
     */
    GradientCache(NDManager manager, int chunk, long seed) {
        this.manager = manager;
        this.store = new ParameterStore(manager, false);
        this.chunk = chunk;
        this.seed = seed;
    }

    /** Runs a network chunk by chunk; what comes out starts a graph of its own. */
    NDList forward(Block network, NDList inputs) {
        List<NDList> chunks = new ArrayList<>();
        int number = passes++;
        try (Autograd off = Autograd.off()) {
            for (int i = 0; i < chunks(inputs); i++) {
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    seed(number, i);
                    NDList outputs = network.forward(store, slice(inputs, i), true);
                    outputs.forEach(NDScope::unregister);
                    outputs.attach(manager);
                    chunks.add(outputs);
                }
            }
        }
        NDList outputs = new NDList();
        for (int j = 0; j < chunks.get(0).size(); j++) {
            int place = j;
            NDList parts = new NDList();
            chunks.forEach(part -> parts.add(part.get(place)));
            outputs.add(NDArrays.concat(parts));
        }
        chunks.forEach(NDList::close);
        seed(number, -1); // what is drawn next does not repeat the chunks' randomness
        if (Autograd.isOn()) {
            outputs.forEach(output -> output.setRequiresGradient(true));
            segments.add(new Segment(number, network, inputs, outputs));
        }
        return outputs;
    }

    /**
     * The gradients of a loss that was computed from what {@link #forward} gave.
     *
     * @param loss a scalar
     * @param parameters what to derive by
     */
    NDList gradients(NDArray loss, NDList parameters) {
        GradientSum sum = new GradientSum(parameters, manager);
        NDList outputs = new NDList();
        segments.forEach(segment -> outputs.addAll(segment.outputs()));
        GradientSum atOutputs = new GradientSum(outputs, manager);
        try (NDArray one = loss.onesLike()) {
            flow(new NDList(loss), new NDList(one), parameters, sum, outputs, atOutputs);
        }
        for (int i = segments.size() - 1, end = outputs.size(); i >= 0; i--) {
            Segment segment = segments.get(i);
            int start = end - segment.outputs().size();
            NDList dy = atOutputs.sums().subNDList(start, end);
            end = start;
            NDList differentiable = requiringGradient(segment.inputs());
            NDList dx = repeat(segment, dy, parameters, sum, differentiable);
            if (!differentiable.isEmpty() && start > 0) {
                flow(differentiable, dx, parameters, sum, outputs, atOutputs);
            }
        }
        return sum.sums();
    }

    /** Carries the gradient at y on to parameters and to the outputs of earlier segments. */
    private static void flow(
            NDList y,
            NDList dy,
            NDList parameters,
            GradientSum sum,
            NDList outputs,
            GradientSum atOutputs) {
        NDList to = new NDList(parameters).addAll(outputs);
        try (NDList gradients = Autograd.gradientsKeepingGraph(y, dy, to)) {
            sum.add(gradients.subNDList(0, parameters.size()), 1);
            if (!outputs.isEmpty()) {
                atOutputs.add(gradients.subNDList(parameters.size()), 1);
            }
        }
    }

    /** Runs a segment again with its graphs; gives the gradient at those inputs that have one. */
    private NDList repeat(
            Segment segment, NDList dy, NDList parameters, GradientSum sum, NDList differentiable) {
        NDList buffers = buffers(segment.network());
        NDList before = new NDList();
        buffers.forEach(buffer -> before.add(buffer.duplicate()));
        before.attach(manager);
        GradientSum dx = new GradientSum(differentiable, manager);
        for (int i = 0; i < chunks(segment.inputs()); i++) {
            try (NDScope scope = new NDScope();
                    Autograd on = Autograd.on()) {
                scope.suppressNotUsedWarning();
                NDList inputs = slice(segment.inputs(), i);
                NDList leaves = new NDList();
                for (int j = 0; j < inputs.size(); j++) {
                    if (Autograd.flowsThrough(segment.inputs().get(j))) {
                        inputs.get(j).setRequiresGradient(true);
                        leaves.add(inputs.get(j));
                    }
                }
                seed(segment.number(), i);
                NDList y = segment.network().forward(store, new NDList(inputs), true);
                NDList gradients =
                        Autograd.gradients(y, slice(dy, i), new NDList(parameters).addAll(leaves));
                sum.add(gradients.subNDList(0, parameters.size()), 1);
                for (int j = 0; j < leaves.size(); j++) {
                    NDArray whole = dx.sums().get(j);
                    whole.set(range(i, whole), gradients.get(parameters.size() + j));
                }
            }
        }
        try (Autograd off = Autograd.off()) {
            for (int j = 0; j < buffers.size(); j++) {
                buffers.get(j).set(new NDIndex("..."), before.get(j));
            }
        }
        before.close();
        return dx.sums();
    }

    /** What a pass changes without a gradient, such as running statistics. */
    private static NDList buffers(Block network) {
        NDList buffers = new NDList();
        for (Parameter parameter : StateDict.parameters(network).values()) {
            if (!parameter.requiresGradient()) {
                buffers.add(parameter.getArray());
            }
        }
        return buffers;
    }

    private static NDList requiringGradient(NDList inputs) {
        NDList found = new NDList();
        inputs.stream().filter(Autograd::flowsThrough).forEach(found::add);
        return found;
    }

    private int chunks(NDList inputs) {
        return (int) ((inputs.head().size(0) + chunk - 1) / chunk);
    }

    private NDIndex range(int i, NDArray array) {
        return new NDIndex((long) i * chunk + ":" + Math.min((i + 1L) * chunk, array.size(0)));
    }

    /** A chunk of every array, outside of any graph. */
    private NDList slice(NDList arrays, int i) {
        NDList slices = new NDList();
        for (NDArray array : arrays) {
            try (NDArray detached = array.stopGradient()) {
                slices.add(detached.get(range(i, array)));
            }
        }
        return slices;
    }

    private void seed(int segment, int i) {
        LibTorch.seed(Randomness.seed(seed, segment, i));
    }
}
