package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import org.selfsup.engine.TorchScript;

/**
 * One embedding for every sample of the training set: instance discrimination, PIRL, local
 * aggregation.
 *
 * <pre>{@code v_i <- normalise(m v_i + (1 - m) z_i) }</pre>
 *
 * <p>At first the rows are random directions of length 1.
 *
 * <p>Wu et al. 2018, <a href="https://arxiv.org/abs/1805.01978">Unsupervised feature learning via
 * non-parametric instance discrimination</a>, section 3.1; the average is that of their code.
 */
public final class MemoryBank extends Memory {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def read(self, rows: Tensor, index: Tensor) -> Tensor:
                      return torch.index_select(rows, 0, index)
                    def update(self, rows: Tensor, index: Tensor, z: Tensor, momentum: Tensor) -> Tensor:
                      v = torch.lerp(z, torch.index_select(rows, 0, index), momentum)
                      v = torch.div(v, torch.clamp(torch.norm(v, 2, [1], True), 1e-12))
                      return torch.index_copy_(rows, 0, index, v)
                    """);

    /**
     * A bank.
     *
     * @param samples how many rows, the size of the training set
     * @param dimension d, of an embedding, at least 1
     */
    public MemoryBank(int samples, int dimension) {
        super(samples, dimension);
    }

    /** The rows of some samples, {@code (n, d)}; a copy, on the rows' manager. */
    public NDArray rows(int... samples) {
        try (NDArray index = index(samples)) {
            return OPS.apply("read", rows(), index);
        }
    }

    /**
     * Moves the rows of some samples towards their new embeddings. The gradient of a loss that read
     * the rows must be known before: see {@link Pass#afterStep(Runnable)}.
     *
     * @param samples of the embeddings, each at most once
     * @param embeddings {@code (n, d)}
     * @param momentum m, the share of the old row that is kept, 0 to 1
     */
    public void update(int[] samples, NDArray embeddings, double momentum) {
        requireShape(samples, embeddings);
        try (NDArray index = index(samples);
                NDArray kept = rows().getManager().create((float) momentum)) {
            OPS.apply("update", rows(), index, embeddings, kept).close();
        }
    }
}
