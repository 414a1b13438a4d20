package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Moves codes to the running mean of the vectors assigned to them, in place of a gradient.
 *
 * <pre>{@code
 * N = decay N + (1 - decay) n,   m = decay m + (1 - decay) s,   e = m / N'   (appendix A.1)
 * N' = (N + 1e-5) / (sum N + k 1e-5) sum N
 * }</pre>
 *
 * <p>n_k vectors were assigned to code k, s_k is their sum. The smoothing N' of the authors' code
 * keeps unused codes from a division by zero; it does not enter the running counts, which some
 * libraries overwrite by it.
 *
 * <p>van den Oord et al. 2017, <a href="https://arxiv.org/abs/1711.00937">Neural Discrete
 * Representation Learning</a>.
 *
 * @param decay the share of the old counts and sums that is kept, from 0 to 1; 0.99 in the paper
 */
public record CodebookEma(float decay) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def update(self, counts: Tensor, sums: Tensor, z: Tensor, indices: Tensor,
                        decay: Tensor) -> List[Tensor]:
                      rows = z.detach().reshape(-1, z.size(-1))
                      index = indices.flatten()
                      k = counts.size(0)
                      hits = torch.one_hot(index, k).to(z.dtype)
                      n = decay * counts.detach() + (1 - decay) * hits.sum([0])
                      m = decay * sums.detach() + (1 - decay) * (hits.t() @ rows)
                      total = n.sum()
                      smoothed = (n + 1e-05) / (total + k * 1e-05) * total
                      return [m / smoothed.unsqueeze(1), n, m]
                    """);

    /** Checks the decay. */
    public CodebookEma {
        Require.between("The codebook's average", "decay", 0, 1, decay);
    }

    /**
     * A codebook with what its codes are computed from, all without gradient.
     *
     * @param codebook codes e, {@code (k, d)}
     * @param counts running counts N, {@code (k)}
     * @param sums running sums m, {@code (k, d)}
     */
    public record State(NDArray codebook, NDArray counts, NDArray sums) {}

    /**
     * The state after a batch; the one before stays as it is.
     *
     * @param state before the batch
     * @param z vectors, {@code (..., d)}
     * @param indices the code each was assigned, {@code (...)}, from {@link VqLoss}
     * @return the next state, on the manager of z
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public State next(State state, NDArray z, NDArray indices) {
        Shape shape = z.getShape();
        long k = state.counts().size();
        Require.that(
                shape.dimension() > 1
                        && indices.getShape().equals(shape.slice(0, shape.dimension() - 1))
                        && Require.is(state.counts(), k)
                        && Require.is(state.sums(), k, shape.getLastDimension()),
                "The codebook's average",
                "vectors (..., d), their indices (...), counts (k) and sums (k, d)",
                z,
                indices,
                state.counts(),
                state.sums());
        NDList next = OPS.call("update", List.of(state.counts(), state.sums(), z, indices), decay);
        next.attach(z.getManager());
        return new State(next.get(0), next.get(1), next.get(2));
    }
}
