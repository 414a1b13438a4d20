package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.jspecify.annotations.Nullable;

/**
 * A loss and the parameters that shall lower it.
 *
 * <p>Only the parameters of {@code trained} that require a gradient are updated, and the loss is
 * derived by nothing else, so that two objectives never mix.
 *
 * @param name as it appears in metrics and messages
 * @param trained the network to update
 * @param loss computes the scalar to minimise
 * @param optimizer the update rule; null for the plan's
 * @param rate the learning rate relative to the plan's, positive
 * @param every the objective acts in the last of every so many steps, at least 1. A critic with
 *     {@code every} 1 before a generator with {@code every} 5 is trained five times, on batches of
 *     its own, for each update of the generator.
 * @param from the first step it acts in, counted from 0; a discriminator may wait until the
 *     generator has learnt something without it
 * @param until the step from which it acts no more, above {@code from}; {@link Long#MAX_VALUE} for
 *     never
 */
public record Objective(
        String name,
        Block trained,
        Loss loss,
        @Nullable Optimizer optimizer,
        double rate,
        int every,
        long from,
        long until) {

    /** Checks the numbers. */
    public Objective {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY) || every < 1) {
            throw new IllegalArgumentException(
                    "Objective \""
                            + name
                            + "\" needs a positive rate and to act at least every 1 step, got "
                            + rate
                            + " and "
                            + every);
        }
        if (from < 0 || until <= from) {
            throw new IllegalArgumentException(
                    "Objective \""
                            + name
                            + "\" acts in at least one step, got "
                            + from
                            + " up to "
                            + until);
        }
    }

    /** Trained in every step with the plan's optimizer and learning rate. */
    public Objective(String name, Block trained, Loss loss) {
        this(name, trained, loss, null, 1, 1, 0, Long.MAX_VALUE);
    }

    /** This objective with an update rule of its own. */
    public Objective withOptimizer(Optimizer optimizer) {
        return new Objective(name, trained, loss, optimizer, rate, every, from, until);
    }

    /** This objective with a learning rate of so many times the plan's. */
    public Objective withRate(double rate) {
        return new Objective(name, trained, loss, optimizer, rate, every, from, until);
    }

    /** This objective in the last of every so many steps only. */
    public Objective withEvery(int every) {
        return new Objective(name, trained, loss, optimizer, rate, every, from, until);
    }

    /** This objective from a step on only. */
    public Objective withFrom(long from) {
        return new Objective(name, trained, loss, optimizer, rate, every, from, until);
    }

    /** This objective before a step only: a stage of a training that others follow. */
    public Objective withUntil(long until) {
        return new Objective(name, trained, loss, optimizer, rate, every, from, until);
    }

    /** Whether it is its turn. */
    boolean actsAt(long step) {
        return step >= from && step < until && (step - from) % every == every - 1;
    }

    /** How often it has acted before a step. */
    long turns(long step) {
        return Math.max(0, Math.min(step, until) - from) / every;
    }

    /** Computes a scalar from a batch. */
    @FunctionalInterface
    public interface Loss {
        /**
         * The scalar to minimise.
         *
         * @param pass what a forward pass needs
         * @param batch the views
         */
        NDArray evaluate(Pass pass, NDList batch);
    }
}
