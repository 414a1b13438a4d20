package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import org.selfsup.data.Labels;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * Weighted k-nearest-neighbour classification: nothing is trained, so it shows what the features
 * are worth as they are.
 *
 * <pre>{@code score(c) = sum over the k nearest i with class c of exp(cos(x, x_i) / T)}</pre>
 *
 * <p>The class with the highest score wins, the first of equals. Where there are fewer than k
 * training samples, all of them vote.
 *
 * <p>Wu et al. 2018, "Unsupervised Feature Learning via Non-Parametric Instance Discrimination",
 * arXiv:1805.01978, section 3.4. The paper has T = 0.07; the default here is the 0.1 that later
 * comparisons use.
 *
 * @param k neighbours that vote, at least 1
 * @param temperature T, above 0
 */
public record KnnProbe(int k, float temperature) {

    private static final long CHUNK = 1L << 23; // similarities held at once: 32 MiB

    /** Checks the ranges. */
    public KnnProbe {
        if (k < 1) {
            throw new IllegalArgumentException("k-NN needs k of at least 1, got " + k);
        }
        if (!(temperature > 0 && Float.isFinite(temperature))) {
            throw new IllegalArgumentException(
                    "The temperature of k-NN is above 0, got " + temperature);
        }
    }

    /** 200 neighbours, temperature 0.1. */
    public KnnProbe() {
        this(200, 0.1f);
    }

    /** Classifies the test samples by the training samples. */
    public Classification evaluate(Split split) {
        Labels labels = split.train().knownLabels();
        int n = split.train().size();
        int m = split.test().size();
        int neighbours = Math.min(k, n);
        int rows = (int) Math.max(1, Math.min(m, CHUNK / n));
        int[] predictions = new int[m];
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray bank = unitRows(split.train(), manager).transpose(); // (d, n)
            NDArray queries = unitRows(split.test(), manager); // (m, d)
            for (int start = 0; start < m; start += rows) {
                int end = Math.min(m, start + rows);
                try (NDManager chunk = manager.newSubManager()) {
                    NDArray query = queries.get(new NDIndex("{}:{}", start, end));
                    query.attach(chunk);
                    NDList nearest = query.matMul(bank).topK(neighbours, 1, true, true);
                    float[] cosines = nearest.get(0).toFloatArray(); // (rows, k), falling
                    long[] indices = nearest.get(1).toLongArray();
                    for (int i = start; i < end; i++) {
                        int at = (i - start) * neighbours;
                        predictions[i] = vote(cosines, indices, at, neighbours, labels);
                    }
                }
            }
        }
        return new Classification(predictions, split.test().knownLabels());
    }

    private int vote(float[] cosines, long[] indices, int at, int neighbours, Labels labels) {
        double[] scores = new double[labels.names().size()];
        for (int j = at; j < at + neighbours; j++) {
            // Relative to the nearest: a factor common to all classes, and no overflow.
            double weight = Math.exp(((double) cosines[j] - cosines[at]) / temperature);
            scores[labels.of()[(int) indices[j]]] += weight;
        }
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    private static NDArray unitRows(Features features, NDManager manager) {
        NDArray x = features.array(manager);
        NDArray unit = x.normalize(2, 1, 1e-12);
        x.close();
        return unit;
    }
}
