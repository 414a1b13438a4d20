package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;

/**
 * A loss and the parameters that shall lower it.
 *
 * <p>Only the parameters of {@code trained} that require a gradient are updated; whatever gradient
 * the loss leaves on others is discarded, so that two objectives never mix.
 *
 * @param name as it appears in metrics and messages
 * @param trained the network to update
 * @param loss computes the scalar to minimise
 */
public record Objective(String name, Block trained, Loss loss) {

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
