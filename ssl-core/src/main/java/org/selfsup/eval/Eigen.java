package org.selfsup.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.engine.TorchScript;

/**
 * Eigenvalues, rising, and eigenvectors of a symmetric matrix {@code (d, d)}.
 *
 * @param values {@code (d)}
 * @param vectors {@code (d, d)}, one a column, each with its entry of largest size positive
 */
record Eigen(double[] values, double[] vectors) {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def eigh(self, a: Tensor) -> Tuple[Tensor, Tensor]:
                      values, vectors = torch.linalg_eigh(a)
                      return (values, vectors)
                    """);

    /** Decomposes a symmetric matrix of doubles. */
    static Eigen of(NDArray symmetric) {
        try (NDList results = OPS.call("eigh", symmetric)) {
            double[] values = results.get(0).toDoubleArray();
            double[] vectors = results.get(1).toDoubleArray();
            fixSigns(vectors, values.length);
            return new Eigen(values, vectors);
        }
    }

    private static void fixSigns(double[] vectors, int d) {
        for (int column = 0; column < d; column++) {
            double largest = 0;
            for (int i = column; i < vectors.length; i += d) {
                // The first of nearly equals, so that rounding does not choose.
                largest =
                        Math.abs(vectors[i]) > 1.000001 * Math.abs(largest) ? vectors[i] : largest;
            }
            for (int i = column; largest < 0 && i < vectors.length; i += d) {
                vectors[i] = -vectors[i];
            }
        }
    }
}
