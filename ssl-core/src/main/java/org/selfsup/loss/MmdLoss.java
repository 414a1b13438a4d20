package org.selfsup.loss;

import ai.djl.ndarray.NDArray;

/**
 * Maximum mean discrepancy of two samples: 0 in expectation if they follow one distribution.
 *
 * <pre>{@code
 * mean_{i != j} k(x_i, x_j) + mean_{i != j} k(y_i, y_j) - 2 mean_{i,j} k(x_i, y_j)
 * }</pre>
 *
 * <p>The estimate may be slightly negative. Kernels are scaled to the prior N(0, b^2): C = 2 d b^2
 * is the expected squared distance of two of its draws, b the bandwidth.
 *
 * <p>Gretton et al. 2012, "A Kernel Two-Sample Test"; Tolstikhin et al. 2018, <a
 * href="https://arxiv.org/abs/1711.01558">Wasserstein Auto-Encoders</a>.
 */
public sealed interface MmdLoss {

    /**
     * The discrepancy.
     *
     * @param x one sample, {@code (n, d)}, n at least 2
     * @param y the other, {@code (n, d)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    NDArray evaluate(NDArray x, NDArray y);

    /**
     * With the Gaussian kernel {@code exp(-|x - y|^2 / C)}.
     *
     * @param bandwidth b, positive
     */
    record Gaussian(float bandwidth) implements MmdLoss {

        /** Checks the bandwidth. */
        public Gaussian {
            Require.positive("MMD", "bandwidth", bandwidth);
        }

        @Override
        public NDArray evaluate(NDArray x, NDArray y) {
            return Kernels.discrepancy("gaussian", bandwidth, x, y);
        }
    }

    /**
     * With the inverse multiquadric kernel, {@code sum_s s C / (s C + |x - y|^2)} over the scales
     * 0.1, 0.2, 0.5, 1, 2, 5, 10; its tails reach codes far away.
     *
     * @param bandwidth b, positive
     */
    record InverseMultiquadric(float bandwidth) implements MmdLoss {

        /** Checks the bandwidth. */
        public InverseMultiquadric {
            Require.positive("MMD", "bandwidth", bandwidth);
        }

        @Override
        public NDArray evaluate(NDArray x, NDArray y) {
            return Kernels.discrepancy("multiquadric", bandwidth, x, y);
        }
    }
}
