package org.selfsup.generative.context;

import java.util.function.DoubleSupplier;

/**
 * How the training of vectors stands after an epoch.
 *
 * @param epoch epochs that are over; 0 before the first
 * @param epochs in all
 * @param learningRate now
 * @param words learnt from so far, those that were dropped as frequent included
 * @param seconds of training so far, without what listeners did
 * @param heldOut see {@link #loss()}; to be asked before the next epoch
 */
public record EpochReport(
        int epoch,
        int epochs,
        double learningRate,
        long words,
        double seconds,
        DoubleSupplier heldOut) {

    /**
     * The mean loss of a prediction, in nats, always of the same contexts and noise: in sentences
     * or walks that are not trained on, or at some edges. Computed now.
     */
    public double loss() {
        return heldOut.getAsDouble();
    }

    /** Words learnt from in a second; NaN before the first epoch. */
    public double wordsPerSecond() {
        return seconds == 0 ? Double.NaN : words / seconds;
    }
}
