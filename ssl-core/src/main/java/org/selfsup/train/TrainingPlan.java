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
 * @param parts a batch is learnt from in so many parts, one after another, whose gradients are
 *     averaged; for tasks whose loss is a mean over samples ({@link PretextTask#sumsOverSamples})
 * @param chunk networks see so many samples at a time while the loss sees the whole batch, at the
 *     price of one more forward pass; 0 for all at once. For batches that memory could not hold:
 *     see the note on {@link Pretrainer} about what BatchNorm makes of it.
 */
public record TrainingPlan(
        long steps,
        int batchSize,
        Optimizer optimizer,
        Schedule learningRate,
        double clipNorm,
        boolean decayAll,
        long seed,
        int loaderThreads,
        int parts,
        int chunk) {

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
        if (parts < 1 || parts > batchSize || chunk < 0 || (parts > 1 && chunk > 0)) {
            throw new IllegalArgumentException(
                    "A batch of "
                            + batchSize
                            + " is learnt from in 1 to "
                            + batchSize
                            + " parts, or in chunks of 1 or more samples, not both, got "
                            + parts
                            + " parts and chunks of "
                            + chunk);
        }
        if (!(clipNorm > 0)) {
            throw new IllegalArgumentException(
                    "The largest gradient norm must be positive, got " + clipNorm);
        }
    }

    /**
     * No clipping, no decay on biases and norms, seed 0, one loader thread per two cores, whole
     * batches.
     */
    public TrainingPlan(long steps, int batchSize, Optimizer optimizer, Schedule learningRate) {
        this(
                steps,
                batchSize,
                optimizer,
                learningRate,
                Double.POSITIVE_INFINITY,
                false,
                0,
                usualLoaderThreads(),
                1,
                0);
    }

    /** One thread to make views per two cores; the engine has the others. */
    public static int usualLoaderThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** This plan with another seed. */
    public TrainingPlan withSeed(long seed) {
        return with(clipNorm, seed, loaderThreads, parts, chunk);
    }

    /** This plan with gradients clipped to a norm. */
    public TrainingPlan withClipNorm(double clipNorm) {
        return with(clipNorm, seed, loaderThreads, parts, chunk);
    }

    /** This plan with another number of loader threads. */
    public TrainingPlan withLoaderThreads(int loaderThreads) {
        return with(clipNorm, seed, loaderThreads, parts, chunk);
    }

    /** This plan with the gradients of so many parts of a batch averaged. */
    public TrainingPlan withParts(int parts) {
        return with(clipNorm, seed, loaderThreads, parts, chunk);
    }

    /** This plan with networks that see so many samples at a time. */
    public TrainingPlan withChunk(int chunk) {
        return with(clipNorm, seed, loaderThreads, parts, chunk);
    }

    private TrainingPlan with(double clipNorm, long seed, int loaderThreads, int parts, int chunk) {
        return new TrainingPlan(
                steps,
                batchSize,
                optimizer,
                learningRate,
                clipNorm,
                decayAll,
                seed,
                loaderThreads,
                parts,
                chunk);
    }
}
