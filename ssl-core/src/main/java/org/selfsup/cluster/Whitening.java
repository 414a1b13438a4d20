package org.selfsup.cluster;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.TorchScript;

/**
 * Principal components, each scaled to variance 1, what DeepCluster does to features before it
 * clusters them.
 *
 * <pre>{@code y = (x - mean) W,   W = (v_1 / sqrt(l_1), ..., v_p / sqrt(l_p)) }</pre>
 *
 * <p>v are eigenvectors of the covariance, l their eigenvalues, the largest first, computed in
 * double precision. Directions with less than a millionth of the largest variance are rounding and
 * count for nothing: their column is 0.
 *
 * <p>Caron et al. 2018, <a href="https://arxiv.org/abs/1807.05520">Deep clustering for unsupervised
 * learning of visual features</a>, section 4.
 *
 * @param mean {@code (d)}
 * @param matrix W, {@code (d, p)}, row by row
 */
public record Whitening(float[] mean, float[] matrix) {

    private static final double LEAST = 1e-6;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def whitening(self, x: Tensor, least: Tensor) -> Tuple[Tensor, Tensor]:
                      mean = torch.mean(x, [0])
                      x = torch.sub(x, mean)
                      covariance = torch.div(torch.mm(torch.t(x), x), x.size(0))
                      l, v = torch.linalg_eigh(covariance)
                      l = torch.flip(l, [0])
                      v = torch.flip(v, [1])
                      used = torch.gt(l, torch.mul(l[0], least))
                      scale = torch.where(used, torch.rsqrt(torch.abs(l)), torch.zeros_like(l))
                      return (mean, torch.mul(v, scale))
                    """);

    /**
     * Finds the components of rows.
     *
     * @param rows n times d finite values, row by row
     * @param dimension d, at least 1
     * @param components p, how many to keep, 1 to d
     */
    public static Whitening of(float[] rows, int dimension, int components) {
        if (components < 1 || components > dimension) {
            throw new IllegalArgumentException(
                    "Rows of "
                            + dimension
                            + " values are whitened to 1 to "
                            + dimension
                            + " components, got "
                            + components);
        }
        checkRows(rows, dimension);
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu());
                NDArray floats =
                        manager.create(rows, new Shape(rows.length / dimension, dimension));
                NDArray x = floats.toType(DataType.FLOAT64, true);
                NDArray least = manager.create(LEAST);
                NDList found = OPS.call("whitening", x, least)) {
            float[] matrix = new float[dimension * components];
            double[] all = found.get(1).toDoubleArray();
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j < components; j++) {
                    matrix[i * components + j] = (float) all[i * dimension + j];
                }
            }
            NDArray mean = found.get(0).toType(DataType.FLOAT32, true);
            return new Whitening(mean.toFloatArray(), matrix);
        }
    }

    /** How many components are kept, p. */
    public int components() {
        return matrix.length / mean.length;
    }

    /**
     * Rows whitened and brought to length 1, as DeepCluster clusters them.
     *
     * @param rows n times d values
     * @return n times p values
     */
    public float[] unitRows(float[] rows) {
        int d = mean.length;
        checkRows(rows, d);
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray x = manager.create(rows, new Shape(rows.length / d, d));
            NDArray w = manager.create(matrix, new Shape(d, components()));
            float[] whitened = x.sub(manager.create(mean)).matMul(w).toFloatArray();
            return KMeans.unit(whitened, components());
        }
    }

    private static void checkRows(float[] rows, int dimension) {
        if (dimension < 1 || rows.length == 0 || rows.length % dimension != 0) {
            throw new IllegalArgumentException(
                    "Whitening takes n rows of "
                            + dimension
                            + " values, got "
                            + rows.length
                            + " values");
        }
    }
}
