package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Image;

/** SimCLR's view in plain loops over double samples {@code [c][h][w]}, with the same draws. */
final class ReferenceView {

    private ReferenceView() {}

    static double[][][] of(Image source, SimClrAugmentation augmentation, RandomGenerator random) {
        int size = augmentation.size();
        double[][][] x =
                crop(
                        source,
                        new RandomResizedCrop(size).window(source.height(), source.width(), random),
                        size);
        if (random.nextDouble() < 0.5) {
            for (double[][] plane : x) {
                for (double[] row : plane) {
                    for (int i = 0, j = size - 1; i < j; i++, j--) {
                        double swapped = row[i];
                        row[i] = row[j];
                        row[j] = swapped;
                    }
                }
            }
        }
        if (random.nextDouble() < 0.8) {
            jitter(x, augmentation.strength(), random);
        }
        if (random.nextDouble() < 0.2) {
            blend(x, grey(x), 0);
        }
        if (augmentation.blur() && random.nextDouble() < 0.5) {
            double sigma = 0.1 + 1.9 * random.nextDouble();
            for (int c = 0; c < 3; c++) {
                x[c] = blur(x[c], size / 10 | 1, sigma);
            }
        }
        for (int c = 0; c < 3; c++) {
            for (double[] row : x[c]) {
                for (int i = 0; i < size; i++) {
                    row[i] =
                            (row[i] - augmentation.normalize().mean().get(c))
                                    / augmentation.normalize().std().get(c);
                }
            }
        }
        return x;
    }

    private static double[][][] crop(Image source, Window window, int size) {
        double[][][] x = new double[3][size][size];
        for (int c = 0; c < 3; c++) {
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    double sum = 0;
                    double total = 0;
                    for (int i = 0; i < window.height(); i++) {
                        double down = triangle(i, row, window.height(), size);
                        for (int j = 0; j < window.width() && down > 0; j++) {
                            double weight = down * triangle(j, column, window.width(), size);
                            sum += weight * source.at(window.top() + i, window.left() + j, c);
                            total += weight;
                        }
                    }
                    x[c][row][column] = sum / total / 255;
                }
            }
        }
        return x;
    }

    private static double triangle(int source, int target, int from, int to) {
        double scale = (double) from / to;
        double distance = Math.abs(source + 0.5 - scale * (target + 0.5));
        return Math.max(0, 1 - distance / Math.max(1, scale));
    }

    private static void jitter(double[][][] x, double strength, RandomGenerator random) {
        int order = ColorJitter.order(random.nextInt(24));
        for (int i = 0; i < 4; i++, order >>= 4) {
            double most = 0.8 * strength;
            double draw = random.nextDouble();
            double factor = Math.max(0, 1 - most) + draw * (1 + most - Math.max(0, 1 - most));
            switch (order & 0xf) {
                case 0 -> blend(x, new double[x[0].length][x[0].length], factor);
                case 1 -> blend(x, constant(mean(grey(x)), x[0].length), factor);
                case 2 -> blend(x, grey(x), factor);
                default -> hue(x, 0.2 * strength * (2 * draw - 1));
            }
        }
    }

    private static double[][] grey(double[][][] x) {
        int size = x[0].length;
        double[][] grey = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                grey[i][j] = 0.2989 * x[0][i][j] + 0.587 * x[1][i][j] + 0.114 * x[2][i][j];
            }
        }
        return grey;
    }

    private static double mean(double[][] plane) {
        double sum = 0;
        for (double[] row : plane) {
            for (double value : row) {
                sum += value;
            }
        }
        return sum / plane.length / plane.length;
    }

    private static double[][] constant(double value, int size) {
        double[][] plane = new double[size][size];
        for (double[] row : plane) {
            Arrays.fill(row, value);
        }
        return plane;
    }

    private static void blend(double[][][] x, double[][] other, double factor) {
        for (double[][] plane : x) {
            for (int i = 0; i < plane.length; i++) {
                for (int j = 0; j < plane.length; j++) {
                    double value = factor * plane[i][j] + (1 - factor) * other[i][j];
                    plane[i][j] = Math.min(1, Math.max(0, value));
                }
            }
        }
    }

    /** By way of HSV, sector by sector. */
    private static void hue(double[][][] x, double turn) {
        for (int i = 0; i < x[0].length; i++) {
            for (int j = 0; j < x[0].length; j++) {
                double r = x[0][i][j];
                double g = x[1][i][j];
                double b = x[2][i][j];
                double most = Math.max(r, Math.max(g, b));
                double chroma = most - Math.min(r, Math.min(g, b));
                if (chroma == 0) {
                    continue;
                }
                double h;
                if (most == r) {
                    h = (g - b) / chroma;
                } else if (most == g) {
                    h = (b - r) / chroma + 2;
                } else {
                    h = (r - g) / chroma + 4;
                }
                h = h / 6 + turn;
                h = 6 * (h - Math.floor(h));
                int sector = (int) h % 6;
                double part = h - Math.floor(h);
                double least = most - chroma;
                double falling = most - chroma * part;
                double rising = most - chroma * (1 - part);
                double[][] sectors = {
                    {most, rising, least},
                    {falling, most, least},
                    {least, most, rising},
                    {least, falling, most},
                    {rising, least, most},
                    {most, least, falling}
                };
                for (int c = 0; c < 3; c++) {
                    x[c][i][j] = sectors[sector][c];
                }
            }
        }
    }

    private static double[][] blur(double[][] x, int kernel, double sigma) {
        int size = x.length;
        int half = kernel / 2;
        double[][] blurred = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double sum = 0;
                double total = 0;
                for (int di = -half; di <= half; di++) {
                    for (int dj = -half; dj <= half; dj++) {
                        double weight = Math.exp(-(di * di + dj * dj) / (2 * sigma * sigma));
                        sum += weight * x[reflect(i + di, size)][reflect(j + dj, size)];
                        total += weight;
                    }
                }
                blurred[i][j] = sum / total;
            }
        }
        return blurred;
    }

    private static int reflect(int i, int size) {
        if (i < 0) {
            return -i;
        }
        return i < size ? i : 2 * (size - 1) - i;
    }
}
