package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * The samples whose features point most nearly the same way as those of others.
 *
 * @param indices for each of m samples asked about the k nearest of a bank, the nearest first
 * @param cosines how near these are, falling
 */
public record Neighbours(int[][] indices, float[][] cosines) {

    private static final long CHUNK = 1L << 23; // similarities held at once: 32 MiB

    /**
     * Finds them by comparing every sample with the whole bank.
     *
     * @param asked features of m samples
     * @param bank features of n samples, from the same encoder
     * @param k how many to find, at least 1; all n if there are fewer
     * @throws IllegalArgumentException if the features are of two dimensions
     */
    public static Neighbours of(Features asked, Features bank, int k) {
        if (k < 1 || asked.dimension() != bank.dimension()) {
            throw new IllegalArgumentException(
                    "Neighbours are at least one, among features of one encoder; got "
                            + k
                            + " of dimensions "
                            + asked.dimension()
                            + " and "
                            + bank.dimension());
        }
        int n = bank.size();
        int m = asked.size();
        int found = Math.min(k, n);
        int rows = (int) Math.max(1, Math.min(m, CHUNK / n));
        int[][] indices = new int[m][found];
        float[][] cosines = new float[m][found];
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray keys = unitRows(bank, manager).transpose(); // (d, n)
            NDArray queries = unitRows(asked, manager); // (m, d)
            for (int start = 0; start < m; start += rows) {
                int end = Math.min(m, start + rows);
                try (NDManager chunk = manager.newSubManager()) {
                    NDArray query = queries.get(new NDIndex("{}:{}", start, end));
                    query.attach(chunk);
                    NDList nearest = query.matMul(keys).topK(found, 1, true, true);
                    float[] values = nearest.get(0).toFloatArray(); // (rows, k), falling
                    long[] places = nearest.get(1).toLongArray();
                    for (int i = 0; i < values.length; i++) {
                        cosines[start + i / found][i % found] = values[i];
                        indices[start + i / found][i % found] = (int) places[i];
                    }
                }
            }
        }
        return new Neighbours(indices, cosines);
    }

    private static NDArray unitRows(Features features, NDManager manager) {
        NDArray x = features.array(manager);
        NDArray unit = x.normalize(2, 1, 1e-12);
        x.close();
        return unit;
    }
}
