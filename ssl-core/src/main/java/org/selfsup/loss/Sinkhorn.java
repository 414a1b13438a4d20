package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Soft assignment of samples to prototypes that uses every prototype equally often
 * (Sinkhorn-Knopp).
 *
 * <pre>{@code
 * Q = Diag(u) exp(scores / epsilon) Diag(v)   (eq. 5)
 * }</pre>
 *
 * <p>Each round makes the columns, prototypes, sum alike, then the rows, samples, sum to 1; after
 * the last one rows sum to 1. Works on logarithms, so scores of any size are fine. The result
 * carries no gradient.
 *
 * <p>Caron et al. 2020, <a href="https://arxiv.org/abs/2006.09882">Unsupervised Learning of Visual
 * Features by Contrasting Cluster Assignments</a>; Cuturi 2013, <a
 * href="https://arxiv.org/abs/1306.0895">Sinkhorn Distances</a>.
 *
 * @param iterations rounds, at least 1; 3 in SwAV
 * @param epsilon smoothness, positive; 0.05 in SwAV
 */
public record Sinkhorn(int iterations, float epsilon) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def codes(self, scores: Tensor, rounds: Tensor, epsilon: Tensor) -> Tensor:
                      q = scores.detach() / epsilon
                      for i in range(int(rounds)):
                        q = q - torch.logsumexp(q, [0], True)
                        q = q - torch.logsumexp(q, [1], True)
                      return q.exp()
                    """);

    /** Checks the parameters. */
    public Sinkhorn {
        Require.between("Sinkhorn", "number of iterations", 1, Integer.MAX_VALUE, iterations);
        Require.positive("Sinkhorn", "epsilon", epsilon);
    }

    /**
     * The assignment.
     *
     * @param scores similarities of samples and prototypes, {@code (n, k)}
     * @return {@code (n, k)}, rows sum to 1
     * @throws IllegalArgumentException if there are none
     */
    public NDArray evaluate(NDArray scores) {
        Require.sameRows("Sinkhorn", 1, scores);
        return codes(scores, iterations, epsilon);
    }

    /** The assignment after any number of rounds, 0 included. */
    static NDArray codes(NDArray scores, int iterations, float epsilon) {
        return OPS.apply("codes", List.of(scores), iterations, epsilon);
    }
}
