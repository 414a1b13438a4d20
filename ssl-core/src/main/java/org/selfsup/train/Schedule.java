package org.selfsup.train;

/**
 * A value for every step: a learning rate, a momentum, a temperature.
 *
 * <p>Papers and libraries differ in where a schedule starts and ends by one step; the pieces here
 * are exact about it and compose:
 *
 * <pre>{@code
 * linear(0.1 * peak, peak, 9).then(10, cosine(peak, 0, total - 10))
 * }</pre>
 */
@FunctionalInterface
public interface Schedule {

    /**
     * The value at a step.
     *
     * @param step from 0
     */
    double at(long step);

    /** The same value at every step. */
    static Schedule constant(double value) {
        return step -> value;
    }

    /**
     * {@code start + (end - start) k / steps}, then {@code end}.
     *
     * @param start value at step 0
     * @param end value from step {@code steps} on
     * @param steps at least 0
     */
    static Schedule linear(double start, double end, long steps) {
        return step -> step >= steps ? end : start + (end - start) * step / steps;
    }

    /**
     * {@code end + (start - end) (1 + cos(pi k / steps)) / 2}, then {@code end} (Loshchilov and
     * Hutter 2016, arXiv 1608.03983, eq. 5, without restarts).
     *
     * @param start value at step 0
     * @param end value from step {@code steps} on
     * @param steps at least 0
     */
    static Schedule cosine(double start, double end, long steps) {
        return step ->
                step >= steps
                        ? end
                        : end + (start - end) * (1 + Math.cos(Math.PI * step / steps)) / 2;
    }

    /**
     * {@code end + (start - end) (1 + cos(2 pi k / period)) / 2}: down and up again, for ever.
     *
     * @param start value at step 0
     * @param end value at half a period
     * @param period in steps
     */
    static Schedule cosineWave(double start, double end, long period) {
        return step -> end + (start - end) * (1 + Math.cos(2 * Math.PI * step / period)) / 2;
    }

    /**
     * The usual learning rate: linear warm-up, then half a cosine down to 0.
     *
     * <p>The first step has {@code peak / warmUp}, step {@code warmUp - 1} and the next have {@code
     * peak}, and 0 would be reached one step after the last.
     *
     * @param peak the largest value
     * @param warmUp steps of warm-up, 0 for none
     * @param total steps in all
     */
    static Schedule warmUpCosine(double peak, long warmUp, long total) {
        return warmUpCosine(peak, 0, warmUp, total);
    }

    /**
     * The same down to another value, as language models mostly have it.
     *
     * @param peak the largest value
     * @param end what would be reached one step after the last
     * @param warmUp steps of warm-up, 0 for none
     * @param total steps in all
     */
    static Schedule warmUpCosine(double peak, double end, long warmUp, long total) {
        return linear(peak / Math.max(1, warmUp), peak, warmUp - 1)
                .then(warmUp, cosine(peak, end, total - warmUp));
    }

    /**
     * This schedule for a while, then another that starts from its own step 0.
     *
     * @param steps how long
     * @param next what follows
     */
    default Schedule then(long steps, Schedule next) {
        return step -> step < steps ? at(step) : next.at(step - steps);
    }
}
