package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Numbers;

/**
 * Prediction of one crop's cluster assignment from every other crop, SwAV.
 *
 * <pre>{@code
 * L = mean over large crops i, other crops v and samples of  -sum_k q_i(k) log softmax(s_v / t)(k)   (eq. 2, 6)
 * }</pre>
 *
 * <p>s_v are a crop's similarities with the prototypes, q_i = Sinkhorn(s_i) without gradient.
 *
 * <p>Caron et al. 2020, <a href="https://arxiv.org/abs/2006.09882">Unsupervised Learning of Visual
 * Features by Contrasting Cluster Assignments</a>.
 *
 * @param temperature t, positive and finite; 0.1 in the paper
 * @param sinkhorn how scores become assignments; 3 rounds with epsilon 0.05 in the paper
 */
public record SwavLoss(float temperature, Sinkhorn sinkhorn) {

    private static final String NAME = "SwAV";

    /** Checks the temperature. */
    public SwavLoss {
        Require.positive(NAME, "temperature", temperature);
    }

    /**
     * The mean loss without a queue.
     *
     * @param large scores of the large crops, each {@code (n, k)}, at least one
     * @param small scores of the small crops, each {@code (n, k)}; there may be none
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are fewer than two crops
     */
    public NDArray evaluate(NDList large, NDList small) {
        return evaluate(large, small, new NDList());
    }

    /**
     * The mean loss; assignments are computed together with those of earlier samples.
     *
     * @param large scores of the large crops, each {@code (n, k)}, at least one
     * @param small scores of the small crops, each {@code (n, k)}; there may be none
     * @param queues for each large crop the scores of earlier samples, {@code (m, k)}; or empty
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit or there are fewer than two crops
     */
    public NDArray evaluate(NDList large, NDList small, NDList queues) {
        NDList crops = new NDList(large);
        crops.addAll(small);
        if (large.isEmpty() || crops.size() < 2) {
            throw new IllegalArgumentException(
                    "SwAV needs at least two crops, one of them large, got "
                            + large.size()
                            + " large and "
                            + small.size()
                            + " small");
        }
        if (!queues.isEmpty() && queues.size() != large.size()) {
            throw new IllegalArgumentException(
                    "SwAV needs one queue for each of "
                            + large.size()
                            + " large crops or none, got "
                            + queues.size());
        }
        long n = Require.sameRows(NAME, 1, crops.toArray(new NDArray[0])).get(0);
        NDArray sum = Numbers.of(large.head().getManager(), 0);
        for (int i = 0; i < large.size(); i++) {
            NDArray codes = codes(large.get(i), queues.isEmpty() ? null : queues.get(i), n);
            for (int v = 0; v < crops.size(); v++) {
                if (v != i) {
                    NDArray logits = Numbers.times(crops.get(v), 1 / temperature);
                    sum = sum.add(CrossEntropy.mean(logits, codes));
                }
            }
        }
        return Numbers.times(sum, 1.0 / (large.size() * (crops.size() - 1)));
    }

    private NDArray codes(NDArray scores, @Nullable NDArray queue, long n) {
        if (queue == null) {
            return sinkhorn.evaluate(scores);
        }
        long k = scores.getShape().get(1);
        Require.that(
                queue.getShape().dimension() == 2 && queue.getShape().get(1) == k,
                NAME,
                "a queue of scores (m, " + k + ")",
                queue);
        return sinkhorn.evaluate(NDArrays.concat(new NDList(scores, queue))).get("0:" + n);
    }
}
