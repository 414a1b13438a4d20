package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.selfsup.engine.Numbers;

/**
 * Contrast of a query with its key among other keys, InfoNCE.
 *
 * <pre>{@code
 * l = -log( exp(q . k+ / t) / sum_{i=0..K} exp(q . k_i / t) )   (eq. 1 of MoCo)
 * }</pre>
 *
 * <p>The sum runs over the positive key and K negatives; the loss is the mean over the n queries.
 * All rows are taken to unit length first, so q . k is a cosine, and a row of zeros has similarity
 * 0 with every other. Range [0, inf); if all keys are equal it is log(K + 1). No gradient is
 * stopped here: keys from a momentum encoder or a queue come without.
 *
 * <p>He et al. 2020, <a href="https://arxiv.org/abs/1911.05722">Momentum Contrast for Unsupervised
 * Visual Representation Learning</a>; van den Oord et al. 2018, <a
 * href="https://arxiv.org/abs/1807.03748">Representation Learning with Contrastive Predictive
 * Coding</a>.
 *
 * @param temperature t, positive and finite; 0.07 in MoCo, 0.2 in MoCo v2
 */
public record InfoNceLoss(float temperature) {

    /** Checks the temperature. */
    public InfoNceLoss {
        Require.positive("InfoNCE", "temperature", temperature);
    }

    /**
     * The mean loss with negatives from outside, the same for every query, as a queue has them.
     *
     * @param q queries, {@code (n, d)}
     * @param k the key of each query, {@code (n, d)}
     * @param negatives other keys, {@code (K, d)}, K at least 1
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public NDArray evaluate(NDArray q, NDArray k, NDArray negatives) {
        long d = Require.sameRows("InfoNCE", 1, q, k).get(1);
        Require.that(
                negatives.getShape().dimension() == 2
                        && negatives.getShape().get(0) > 0
                        && negatives.getShape().get(1) == d,
                "InfoNCE",
                "negatives (K, " + d + ") with K at least 1",
                negatives);
        NDArray query = Rows.unit(q);
        NDArray positive = query.mul(Rows.unit(k)).sum(new int[] {1}, true); // (n, 1)
        NDArray negative = query.matMul(Rows.unit(negatives).transpose()); // (n, K)
        NDArray cosines = NDArrays.concat(new NDList(positive, negative), 1); // (n, 1 + K)
        return CrossEntropy.ofFirstColumn(Numbers.times(cosines, 1 / temperature));
    }

    /**
     * The mean loss with the keys of the other queries as negatives, K = n - 1.
     *
     * @param q queries, {@code (n, d)}, n at least 2
     * @param k the key of each query, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no negatives
     */
    public NDArray evaluate(NDArray q, NDArray k) {
        Require.sameRows("InfoNCE", 2, q, k);
        return CrossEntropy.ofOwnColumn(Rows.cosines(q, k, temperature));
    }
}
