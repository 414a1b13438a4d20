package org.selfsup.train;

/**
 * How a task is trained.
 *
 * @param steps optimizer steps in all, at least 1
 * @param batchSize samples a step, at least 1
 * @param optimizer the update rule of every objective
 * @param learningRate for every step, from 0
 * @param clipNorm largest norm of an objective's whole gradient, {@code POSITIVE_INFINITY} for no
 *     clipping
 * @param decayAll whether weight decay acts on biases and norms too; the field's habit, and the
 *     default here, is that it does not
 * @param seed of weights, data order, views and dropout
 * @param loaderThreads threads that make views; changes nothing but speed
 */
public record TrainingPlan(
        long steps,
        int batchSize,
        Optimizer optimizer,
        Schedule learningRate,
        double clipNorm,
        boolean decayAll,
        long seed,
        int loaderThreads) {

    /** Checks the numbers. */
    public TrainingPlan {
        if (steps < 1 || batchSize < 1 || loaderThreads < 1) {
            throw new IllegalArgumentException(
                    "Training needs at least 1 step, 1 sample a batch and 1 loader thread, got "
                            + steps
                            + ", "
                            + batchSize
                            + " and "
                            + loaderThreads);
        }
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException(
                    "The largest gradient norm must be positive, got " + clipNorm);
        }
    }

    /** No clipping, no decay on biases and norms, seed 0, one loader thread per two cores. */
    public TrainingPlan(long steps, int batchSize, Optimizer optimizer, Schedule learningRate) {
        this(
                steps,
                batchSize,
                optimizer,
                learningRate,
                Double.POSITIVE_INFINITY,
                false,
                0,
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** This plan with another seed. */
    public TrainingPlan withSeed(long seed) {
        return new TrainingPlan(
                steps, batchSize, optimizer, learningRate, clipNorm, decayAll, seed, loaderThreads);
    }

    /** This plan with gradients clipped to a norm. */
    public TrainingPlan withClipNorm(double clipNorm) {
        return new TrainingPlan(
                steps, batchSize, optimizer, learningRate, clipNorm, decayAll, seed, loaderThreads);
    }

    /** This plan with another number of loader threads. */
    public TrainingPlan withLoaderThreads(int loaderThreads) {
        return new TrainingPlan(
                steps, batchSize, optimizer, learningRate, clipNorm, decayAll, seed, loaderThreads);
    }
}
