package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * How likely a model finds samples that it has not seen.
 *
 * <pre>{@code
 * nats     = -mean over samples of log p(x)
 * bits/dim = nats / (d log 2)
 * }</pre>
 *
 * @param nats mean negative log-likelihood of a sample, below 0 where a density is above 1
 * @param samples how many were looked at, at least 1
 * @param dimensions d, numbers of a sample
 */
public record Likelihood(double nats, int samples, long dimensions) {

    /** What a model says of samples. */
    @FunctionalInterface
    public interface Model {

        /**
         * log p(x) in nats, or a lower bound of it.
         *
         * @param batch what the views show of some samples, on a manager of its own
         * @param rows the samples' numbers
         * @return {@code (n)}
         */
        NDArray logLikelihood(NDList batch, int[] rows);
    }

    /**
     * Asks a model about samples, without gradients.
     *
     * @param samples all of them are looked at
     * @param views how the model sees one; the first array is x
     * @param batch samples at a time, at least 1
     * @param seed of the views' randomness, which is that of the sample whatever the batch, and of
     *     libtorch's generator
     * @param device where to compute
     * @param model to ask
     * @throws ArithmeticException if a log-likelihood is NaN
     * @throws IOException if a sample cannot be read
     */
    public static <S> Likelihood measure(
            Samples<S> samples, Views<S> views, int batch, long seed, Device device, Model model)
            throws IOException {
        int n = samples.size();
        if (n < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "At least one sample is looked at, one or more at a time, got %d in batches of %d"
                            .formatted(n, batch));
        }
        double sum = 0;
        long dimensions = 0;
        try (Autograd off = Autograd.off()) {
            LibTorch.seed(seed);
            for (int start = 0; start < n; start += batch) {
                int[] rows = new int[Math.min(batch, n - start)];
                Views.Batch<S> seen = views.batch(rows.length);
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = start + i;
                    seen.put(i, samples.get(rows[i]), Randomness.at(seed, rows[i]));
                }
                try (NDManager scratch = LibTorch.newManager(device)) {
                    NDList arrays = seen.toArrays(scratch);
                    dimensions = arrays.head().size() / rows.length;
                    float[] each = model.logLikelihood(arrays, rows).toFloatArray();
                    for (int i = 0; i < rows.length; i++) {
                        sum += finite(each[i], rows[i]);
                    }
                }
            }
        }
        return new Likelihood(-sum / n, n, dimensions);
    }

    private static float finite(float logLikelihood, int row) {
        if (Float.isNaN(logLikelihood)) {
            throw new ArithmeticException(
                    "The log-likelihood of sample " + row + " is not a number; the model diverged");
        }
        return logLikelihood;
    }

    /**
     * Bits a number of a sample takes.
     *
     * @param spread how many values of a count were spread over an interval of length 1: 256 for
     *     pixels that were {@linkplain org.selfsup.augment.Dequantize dequantised}, 1 where the
     *     likelihood is that of the values themselves
     */
    public double bitsPerDimension(int spread) {
        return (nats / dimensions + Math.log(spread)) / Math.log(2);
    }
}
