package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import org.selfsup.engine.Numbers;

/**
 * Normalised temperature-scaled cross entropy, NT-Xent.
 *
 * <pre>{@code
 * l(i,j) = -log( exp(s_ij / t) / sum_{k != i} exp(s_ik / t) ),   s = cosine similarity   (eq. 1)
 * }</pre>
 *
 * <p>The loss is the mean over the 2n rows of both views. The positive of row i is row i + n (mod
 * 2n); the other 2n - 2 rows are its negatives. Range [0, inf); if all rows are equal it is log(2n
 * - 1). Rows need not be normalised; a row of zeros has similarity 0 with every other.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2002.05709">A simple framework for
 * contrastive learning of visual representations</a>.
 *
 * @param temperature t, positive and finite; the smaller, the more the nearest negatives count
 */
public record NtXentLoss(float temperature) {

    /**
     * Taken from the similarity of a row with itself: exp of it is 0 at any temperature above 1e-6.
     */
    private static final float NEVER = 1e9f;

    /** Checks the temperature. */
    public NtXentLoss {
        Require.positive("NT-Xent", "temperature", temperature);
    }

    /**
     * The mean loss of two views.
     *
     * @param z1 embeddings of the first view, {@code (n, d)}, n at least 2
     * @param z2 embeddings of the second view, {@code (n, d)}; row i shows the same sample
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or there are no negatives
     */
    public NDArray evaluate(NDArray z1, NDArray z2) {
        int n = (int) Require.sameRows("NT-Xent", 2, z1, z2).get(0);
        NDManager manager = z1.getManager();
        NDArray z = Rows.unit(NDArrays.concat(new NDList(z1, z2))); // (2n, d)
        NDArray logits = Numbers.times(z.matMul(z.transpose()), 1 / temperature); // (2n, 2n)
        NDArray self = manager.eye(2 * n, 2 * n, 0, DataType.FLOAT32).mul(NEVER);
        NDArray logProbability = logits.sub(self).logSoftmax(1); // (2n, 2n)
        long[] partner = LongStream.range(0, 2L * n).map(i -> (i + n) % (2L * n)).toArray();
        NDArray positive = manager.create(partner, new Shape(2L * n, 1));
        return logProbability.gather(positive, 1).mean().neg();
    }
}
