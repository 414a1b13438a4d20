package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Convolves with a Gaussian of random width.
 *
 * <p>{@code w_i ~ exp(-i^2 / (2 sigma^2)), |i| <= (kernel - 1) / 2, sum 1}, along rows and columns;
 * the borders reflect without repeating the edge. Sigma, in pixels, is uniform in [minSigma,
 * maxSigma].
 *
 * @param kernel odd number of weights, less than twice the picture's shorter side
 * @param minSigma above 0
 * @param maxSigma at least {@code minSigma}
 * @param p probability, 0 to 1
 */
public record GaussianBlur(int kernel, double minSigma, double maxSigma, double p)
        implements ImageTransform {

    /** Weights below this share of the central one are lost in float rounding. */
    private static final double NEGLIGIBLE = 0x1p-24;

    /** Checks the ranges. */
    public GaussianBlur {
        requireKernel(kernel);
        requireSigma(minSigma);
        requireSigma(maxSigma);
        Ranges.require(
                minSigma <= maxSigma,
                "The largest sigma of a blur is at least the smallest, " + minSigma,
                maxSigma);
        Ranges.requireProbability(p);
    }

    /**
     * SimCLR's blur: kernel 10 % of the size made odd, sigma 0.1 to 2, probability 0.5.
     *
     * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2002.05709">A Simple Framework for
     * Contrastive Learning of Visual Representations</a>, appendix A.
     *
     * @param size rows of the view
     */
    public static GaussianBlur forSize(int size) {
        return forSize(size, 0.5);
    }

    /** SimCLR's blur with another probability, see {@link #forSize(int)}. */
    static GaussianBlur forSize(int size, double p) {
        return new GaussianBlur(size / 10 | 1, 0.1, 2, p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (Ranges.happens(p, random)) {
            double sigma = Ranges.uniform(minSigma, maxSigma, random);
            blur(image, kernel, kernel, sigma, sigma);
        }
    }

    /**
     * Convolves with a Gaussian.
     *
     * @param kernelX odd number of weights along a row, less than twice the width
     * @param kernelY odd number of weights along a column, less than twice the height
     * @param sigmaX in pixels, along a row
     * @param sigmaY in pixels, along a column
     */
    public static void blur(
            PlanarImage image, int kernelX, int kernelY, double sigmaX, double sigmaY) {
        requireKernel(kernelX);
        requireKernel(kernelY);
        requireSigma(sigmaX);
        requireSigma(sigmaY);
        requireFit(kernelX, image.width(), "columns");
        requireFit(kernelY, image.height(), "rows");
        float[] across = weights(kernelX, sigmaX);
        float[] down = weights(kernelY, sigmaY);
        if (across.length == 1 && down.length == 1) {
            return;
        }
        image.blur.apply(image, across, down);
    }

    /** The central weight and those on one side of it, as far as they count. */
    private static float[] weights(int kernel, double sigma) {
        int half = kernel / 2;
        double sum = 1;
        int reach = 0;
        double[] raw = new double[half + 1];
        for (int i = 0; i <= half; i++) {
            raw[i] = Math.exp(-0.5 * (i / sigma) * (i / sigma));
            if (i > 0) {
                sum += 2 * raw[i];
            }
            if (raw[i] > NEGLIGIBLE) {
                reach = i;
            }
        }
        float[] weights = new float[reach + 1];
        for (int i = 0; i <= reach; i++) {
            weights[i] = (float) (raw[i] / sum);
        }
        return weights;
    }

    private static void requireKernel(int kernel) {
        Ranges.require(
                kernel > 0 && kernel % 2 == 1, "The kernel of a blur is odd and above 0", kernel);
    }

    private static void requireSigma(double sigma) {
        Ranges.require(
                sigma > 0 && Double.isFinite(sigma),
                "The sigma of a blur is finite and above 0",
                sigma);
    }

    private static void requireFit(int kernel, int length, String what) {
        if (kernel / 2 >= length) {
            throw new IllegalArgumentException(
                    "A blur of kernel "
                            + kernel
                            + " needs a view of at least "
                            + (kernel / 2 + 1)
                            + " "
                            + what
                            + ", got "
                            + length);
        }
    }
}
