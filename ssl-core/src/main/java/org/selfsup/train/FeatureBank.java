package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.training.initializer.Initializer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.selfsup.engine.TorchScript;

/**
 * The features of every sample of the training set as they were last seen, to be clustered:
 * DeepCluster, DeepCluster-v2, local aggregation.
 *
 * <p>Unlike a {@link MemoryBank} it keeps them as they are, and a row of zeros says that its sample
 * has not been seen yet.
 */
public final class FeatureBank extends Memory {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def put(self, rows: Tensor, index: Tensor, h: Tensor) -> Tensor:
                      return torch.index_copy_(rows, 0, index, h)
                    """);

    /**
     * A bank.
     *
     * @param samples how many rows, the size of the training set
     * @param dimension d, of a feature, at least 1
     */
    public FeatureBank(int samples, int dimension) {
        super(samples, dimension, Initializer.ZEROS);
    }

    /** How many samples there are. */
    public int size() {
        return size;
    }

    /** d, of a feature. */
    public int dimension() {
        return dimension;
    }

    /**
     * Keeps features in place of those before. The gradient of a loss that read the rows must be
     * known: see {@link Pass#afterStep(Runnable)}.
     *
     * @param samples of the features, each at most once
     * @param features {@code (n, d)}
     */
    public void put(int[] samples, NDArray features) {
        requireShape(samples, features);
        try (NDArray index = index(samples)) {
            OPS.apply("put", rows(), index, features).close();
        }
    }

    /**
     * Samples that have been seen, and their features.
     *
     * @param samples in rising order
     * @param rows {@code (samples.length, d)}, row by row
     */
    public record Seen(int[] samples, float[] rows) {}

    /** The samples that have been seen so far. */
    public Seen seen() {
        float[] all = rows().toFloatArray();
        int[] samples =
                IntStream.range(0, size)
                        .filter(
                                i ->
                                        IntStream.range(i * dimension, (i + 1) * dimension)
                                                .anyMatch(j -> all[j] != 0))
                        .toArray();
        for (int i = 0; i < samples.length; i++) {
            System.arraycopy(all, samples[i] * dimension, all, i * dimension, dimension);
        }
        return new Seen(samples, Arrays.copyOf(all, samples.length * dimension));
    }
}
