package org.selfsup.train;

import java.util.Map;

/**
 * What one step was like.
 *
 * @param step from 0
 * @param totalSteps how many there will be
 * @param epoch times the data has been seen before this step, from 0
 * @param losses the value of every objective when it last acted, by name; NaN before it did
 * @param parts what the losses named of themselves
 * @param learningRate of this step
 * @param gradientNorm of the whole gradient before clipping, over all objectives; NaN where the
 *     plan does not clip
 * @param health what the figures so far say about the run
 * @param seconds wall time of the step, waiting for data included
 */
public record StepReport(
        long step,
        long totalSteps,
        long epoch,
        Map<String, Float> losses,
        Map<String, Float> parts,
        double learningRate,
        double gradientNorm,
        Health health,
        double seconds) {

    /** The sum of the losses of all objectives that have acted. */
    public double loss() {
        return losses.values().stream()
                .filter(Float::isFinite)
                .mapToDouble(Float::doubleValue)
                .sum();
    }
}
