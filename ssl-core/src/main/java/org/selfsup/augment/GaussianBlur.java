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

    /** Samples convolved before the next, so that they stay in the nearest cache. */
    private static final int BLOCK = 1024;

    /** Weights below this share of the central one are lost in float rounding. */
    private static final double NEGLIGIBLE = 1e-8;

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
        return new GaussianBlur(size / 10 | 1, 0.1, 2, 0.5);
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
        for (int c = 0; c < image.channels(); c++) {
            blurPlane(image, c * image.planeSize(), across, down);
        }
    }

    /**
     * Both passes run over padded rows laid end to end, as one long vector: what they compute in
     * the padding is not used.
     */
    private static void blurPlane(PlanarImage image, int plane, float[] across, float[] down) {
        float[] values = image.values();
        int height = image.height();
        int width = image.width();
        int padX = across.length - 1;
        int padY = down.length - 1;
        int stride = width + 2 * padX;
        int tall = height + 2 * padY;
        float[] padded = image.scratch(0, tall * stride);
        float[] blurred = image.scratch(1, tall * stride);

        for (int y = 0; y < height; y++) {
            int row = (padY + y) * stride + padX;
            System.arraycopy(values, plane + y * width, padded, row, width);
            for (int i = 1; i <= padX; i++) {
                padded[row - i] = padded[row + i];
                padded[row + width - 1 + i] = padded[row + width - 1 - i];
            }
        }
        int first = padY * stride;
        convolve(padded, first + padX, 1, across, blurred, height * stride - 2 * padX);
        int last = first + (height - 1) * stride;
        for (int i = 1; i <= padY; i++) {
            System.arraycopy(blurred, first + i * stride, blurred, first - i * stride, stride);
            System.arraycopy(blurred, last - i * stride, blurred, last + i * stride, stride);
        }
        convolve(blurred, first + padX, stride, down, padded, height * stride - 2 * padX);
        for (int y = 0; y < height; y++) {
            System.arraycopy(padded, (padY + y) * stride + padX, values, plane + y * width, width);
        }
    }

    /**
     * {@code target_j = w_0 source_j + sum_i w_i (source_{j - i step} + source_{j + i step})} for j
     * from {@code from} on.
     */
    private static void convolve(
            float[] source, int from, int step, float[] weights, float[] target, int count) {
        for (int block = 0; block < count; block += BLOCK) {
            int begin = from + block;
            int end = from + Math.min(count, block + BLOCK);
            scale(source, weights[0], target, begin, end);
            int i = 1;
            for (; i + 1 < weights.length; i += 2) {
                int near = i * step;
                addPairs(source, near, near + step, weights[i], weights[i + 1], target, begin, end);
            }
            if (i < weights.length) {
                addPair(source, i * step, weights[i], target, begin, end);
            }
        }
    }

    private static void scale(float[] source, float weight, float[] target, int begin, int end) {
        for (int j = begin; j < end; j++) {
            target[j] = weight * source[j];
        }
    }

    private static void addPair(
            float[] source, int reach, float weight, float[] target, int begin, int end) {
        for (int j = begin; j < end; j++) {
            target[j] += weight * (source[j - reach] + source[j + reach]);
        }
    }

    private static void addPairs(
            float[] source,
            int near,
            int far,
            float nearWeight,
            float farWeight,
            float[] target,
            int begin,
            int end) {
        for (int j = begin; j < end; j++) {
            target[j] +=
                    nearWeight * (source[j - near] + source[j + near])
                            + farWeight * (source[j - far] + source[j + far]);
        }
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
