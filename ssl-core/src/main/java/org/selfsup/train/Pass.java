package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** One step's surroundings: what a forward pass needs, and where a loss names its parts. */
public final class Pass {

    private final ParameterStore store;
    private final NDManager manager;
    private final boolean training;
    private final long step;
    private final long totalSteps;
    private final Map<String, Float> parts = new LinkedHashMap<>();

    /**
     * Describes a step.
     *
     * @param manager owner of what the step computes
     * @param training whether layers such as BatchNorm and dropout train
     * @param step from 0
     * @param totalSteps how many there will be, for schedules
     */
    public Pass(NDManager manager, boolean training, long step, long totalSteps) {
        this.manager = manager;
        this.store = new ParameterStore(manager, false);
        this.training = training;
        this.step = step;
        this.totalSteps = totalSteps;
    }

    /** Applies a network to one array. */
    public NDArray forward(Block network, NDArray input) {
        return network.forward(store, new NDList(input), training).singletonOrThrow();
    }

    /** Applies a network to several arrays. */
    public NDList forward(Block network, NDList inputs) {
        return network.forward(store, inputs, training);
    }

    /** Names a part of the loss, to be shown and recorded beside it. */
    public void report(String name, NDArray scalar) {
        parts.put(name, scalar.getFloat());
    }

    /** The parts named so far. */
    public Map<String, Float> parts() {
        return parts;
    }

    /** DJL's way to a parameter's array on this device. */
    public ParameterStore store() {
        return store;
    }

    /** Owner of what the step computes; everything of it ends with the step. */
    public NDManager manager() {
        return manager;
    }

    /** Whether layers such as BatchNorm and dropout train. */
    public boolean training() {
        return training;
    }

    /** This step, from 0. */
    public long step() {
        return step;
    }

    /** How many steps there will be. */
    public long totalSteps() {
        return totalSteps;
    }
}
