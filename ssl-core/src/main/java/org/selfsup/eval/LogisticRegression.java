package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.TorchScript;

/**
 * Multinomial logistic regression on one set of features, for any number of penalties.
 *
 * <pre>{@code min over W, b of  mean_i -log softmax(W' z_i + b)[y_i] + lambda / 2 |W|^2 }</pre>
 *
 * <p>z are the features standardised by their own mean and deviation; one that does not vary is
 * left out. They are then rotated to their principal axes. That changes neither the loss nor the
 * penalty, but makes the curvature nearly diagonal: it is at most half the variance along each axis
 * (Boehning 1992, "Multinomial logistic regression algorithm"), which is the guess that {@link
 * Lbfgs} starts from. All in double precision.
 */
final class LogisticRegression implements AutoCloseable {

    static final double TOLERANCE = 1e-5;
    private static final int MOST_ITERATIONS = 1_000;

    /** Up to so many products a loop takes less than the engine's threads take to meet. */
    private static final long SMALL = 1 << 20;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def loss(self, x: Tensor, y: Tensor, w: Tensor) -> Tuple[Tensor, Tensor]:
                      logp = torch.log_softmax(torch.matmul(x, w), 1)
                      loss = torch.neg(torch.sum(torch.mul(y, logp)))
                      excess = torch.sub(torch.div(torch.exp(logp), torch.size(x, 0)), y)
                      return (loss, torch.matmul(torch.t(x), excess))
                    """);

    private final NDManager manager;
    private final int d;
    private final int classes;
    private final double[] mean;
    private final double[] inverseDeviation;
    private final double[] axes; // (d, d), one axis a column
    private final double[] variances; // along each axis
    private final NDArray x; // (n, d + 1), the last column 1
    private final NDArray y; // (n, k), 1 / n at the class
    private final double[] rows; // x, where the problem is small
    private final int[] of;

    /**
     * A fitted model, on the features as they come.
     *
     * @param weights {@code (d, k)}
     * @param bias {@code (k)}
     * @param rotated what a fit with another penalty starts from
     * @param gradientNorm largest absolute entry of the gradient
     * @param iterations steps of the solver
     */
    record Fit(
            double[] weights,
            double[] bias,
            double[] rotated,
            double gradientNorm,
            int iterations) {

        /** The class of every sample, the first of equals. */
        int[] predict(Features features) {
            int d = features.dimension();
            int classes = bias.length;
            int[] predictions = new int[features.size()];
            double[] logits = new double[classes];
            for (int i = 0; i < predictions.length; i++) {
                System.arraycopy(bias, 0, logits, 0, classes);
                for (int j = 0; j < d; j++) {
                    float value = features.values()[i * d + j];
                    for (int c = 0; c < classes; c++) {
                        logits[c] += value * weights[j * classes + c];
                    }
                }
                int best = 0;
                for (int c = 1; c < classes; c++) {
                    best = logits[c] > logits[best] ? c : best;
                }
                predictions[i] = best;
            }
            return predictions;
        }
    }

    /**
     * Prepares the features.
     *
     * @param of class of every sample, each of 0 to classes - 1 at least once
     */
    LogisticRegression(Features features, int[] of, int classes) {
        int n = features.size();
        d = features.dimension();
        this.classes = classes;
        this.of = of;
        mean = new double[d];
        inverseDeviation = inverseDeviation(features, mean);
        double[] oneHot = new double[n * classes];
        for (int i = 0; i < n; i++) {
            oneHot[i * classes + of[i]] = 1.0 / n;
        }
        manager = LibTorch.newManager(Device.cpu());
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            NDArray raw = features.array(scratch).toType(DataType.FLOAT64, true);
            NDArray z = raw.subi(scratch.create(mean)).muli(scratch.create(inverseDeviation));
            Eigen eigen = Eigen.of(z.transpose().matMul(z).divi(n));
            axes = eigen.vectors();
            variances = eigen.values();
            x = manager.ones(new Shape(n, d + 1), DataType.FLOAT64);
            x.set(new NDIndex(":, 0:{}", d), z.matMul(scratch.create(axes, new Shape(d, d))));
            y = manager.create(oneHot, new Shape(n, classes));
            rows = (long) n * (d + 1) * classes <= SMALL ? x.toDoubleArray() : new double[0];
        }
    }

    /**
     * Fits the model.
     *
     * @param lambda weight of the penalty, above 0
     * @param start the fit with another lambda, or zeros {@code ((d + 1) * k)}
     */
    Fit fit(double lambda, double[] start) {
        double[] curvature = new double[(d + 1) * classes];
        for (int j = 0; j <= d; j++) {
            for (int c = 0; c < classes; c++) {
                curvature[j * classes + c] = j < d ? Math.max(0, variances[j]) / 2 + lambda : 0.5;
            }
        }
        try (Autograd off = Autograd.off()) {
            Lbfgs.Minimum minimum =
                    Lbfgs.minimise(
                            (w, gradient) -> evaluate(w, lambda, gradient),
                            start,
                            curvature,
                            TOLERANCE,
                            MOST_ITERATIONS);
            return unrotated(minimum);
        }
    }

    /** Zeros to start from. */
    double[] zeros() {
        return new double[(d + 1) * classes];
    }

    /** The penalised loss and its gradient. */
    double evaluate(double[] w, double lambda, double[] gradient) {
        double loss = rows.length > 0 ? lossByLoops(w, gradient) : lossByEngine(w, gradient);
        double square = 0;
        for (int i = 0; i < d * classes; i++) { // the bias is free
            square += w[i] * w[i];
            gradient[i] += lambda * w[i];
        }
        return loss + lambda / 2 * square;
    }

    double lossByEngine(double[] w, double[] gradient) {
        try (NDManager step = manager.newSubManager()) {
            NDArray weights = step.create(w, new Shape(d + 1, classes));
            NDList results = OPS.call("loss", x, y, weights);
            results.attach(step);
            System.arraycopy(results.get(1).toDoubleArray(), 0, gradient, 0, gradient.length);
            return results.get(0).getDouble();
        }
    }

    double lossByLoops(double[] w, double[] gradient) {
        int n = of.length;
        double loss = 0;
        double[] p = new double[classes];
        Arrays.fill(gradient, 0);
        for (int i = 0; i < n; i++) {
            int row = i * (d + 1);
            Arrays.fill(p, 0);
            for (int j = 0; j <= d; j++) {
                for (int c = 0; c < classes; c++) {
                    p[c] += rows[row + j] * w[j * classes + c];
                }
            }
            double most = Arrays.stream(p).max().orElseThrow();
            double right = p[of[i]] - most;
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                p[c] = Math.exp(p[c] - most);
                sum += p[c];
            }
            loss += (Math.log(sum) - right) / n;
            for (int c = 0; c < classes; c++) {
                p[c] /= sum * n;
            }
            p[of[i]] -= 1.0 / n;
            for (int j = 0; j <= d; j++) {
                for (int c = 0; c < classes; c++) {
                    gradient[j * classes + c] += rows[row + j] * p[c];
                }
            }
        }
        return loss;
    }

    private Fit unrotated(Lbfgs.Minimum minimum) {
        double[] w = minimum.x();
        double[] weights = new double[d * classes];
        double[] bias = new double[classes];
        System.arraycopy(w, d * classes, bias, 0, classes);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double share = axes[i * d + j] * inverseDeviation[i];
                for (int c = 0; c < classes; c++) {
                    weights[i * classes + c] += share * w[j * classes + c];
                }
            }
            for (int c = 0; c < classes; c++) {
                bias[c] -= mean[i] * weights[i * classes + c];
            }
        }
        return new Fit(weights, bias, w, minimum.gradientNorm(), minimum.iterations());
    }

    private static double[] inverseDeviation(Features features, double[] mean) {
        int n = features.size();
        int d = mean.length;
        float[] values = features.values();
        for (int i = 0; i < values.length; i++) {
            mean[i % d] += values[i];
        }
        for (int j = 0; j < d; j++) {
            mean[j] /= n;
        }
        double[] inverse = new double[d];
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - mean[i % d];
            inverse[i % d] += difference * difference;
        }
        for (int j = 0; j < d; j++) {
            double deviation = Math.sqrt(inverse[j] / n);
            // What varies less than single precision resolves does not vary.
            inverse[j] = deviation <= 1e-6 * Math.abs(mean[j]) ? 0 : 1 / deviation;
        }
        return inverse;
    }

    /** Frees the features held by the engine. */
    @Override
    public void close() {
        manager.close();
    }
}
