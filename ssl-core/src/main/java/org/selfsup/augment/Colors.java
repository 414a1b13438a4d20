package org.selfsup.augment;

import java.util.Arrays;

/**
 * Changes of colour, without randomness; all keep samples in 0 to 1.
 *
 * <p>Grey is {@code 0.2989 R + 0.587 G + 0.114 B}. On pictures of one channel saturation, hue and
 * grayscale change nothing.
 */
public final class Colors {

    private static final float RED = 0.2989f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;
    private static final int LANES = 256;
    private static final int LEVELS = 256;

    private Colors() {}

    /**
     * {@code clamp(factor x, 0, 1)}.
     *
     * @param factor at least 0; 1 changes nothing
     */
    public static void adjustBrightness(PlanarImage image, double factor) {
        requireFactor(factor);
        scale(image, (float) factor, 0);
    }

    /**
     * {@code clamp(factor x + (1 - factor) m, 0, 1)}, m the mean of grey over the picture.
     *
     * @param factor at least 0; 1 changes nothing
     */
    public static void adjustContrast(PlanarImage image, double factor) {
        requireFactor(factor);
        scale(image, (float) factor, (float) ((1 - factor) * meanGrey(image)));
    }

    /**
     * {@code clamp(factor x + (1 - factor) grey, 0, 1)}, sample by sample.
     *
     * @param factor at least 0; 1 changes nothing
     */
    public static void adjustSaturation(PlanarImage image, double factor) {
        requireFactor(factor);
        if (image.channels() == 3) {
            saturate(image, (float) factor);
        }
    }

    /**
     * Turns the hue, {@code h + factor mod 1}, at constant value and saturation (HSV).
     *
     * @param factor share of a full turn, -0.5 to 0.5; 0 changes nothing
     */
    public static void adjustHue(PlanarImage image, double factor) {
        Ranges.require(factor >= -0.5 && factor <= 0.5, "A hue factor is from -0.5 to 0.5", factor);
        if (image.channels() == 3 && factor != 0) {
            turnHue(image, (float) (6 * factor));
        }
    }

    /** Replaces each of three channels by grey. */
    public static void grayscale(PlanarImage image) {
        if (image.channels() == 3) {
            int count = image.planeSize();
            grey(image.plane(0), image.plane(1), image.plane(2), count, image.plane(0));
            System.arraycopy(image.plane(0), 0, image.plane(1), 0, count);
            System.arraycopy(image.plane(0), 0, image.plane(2), 0, count);
        }
    }

    /**
     * Inverts bright samples: {@code x >= threshold ? 1 - x : x}.
     *
     * @param threshold 0 to 1
     */
    public static void solarize(PlanarImage image, double threshold) {
        Ranges.require(threshold >= 0 && threshold <= 1, "A threshold is from 0 to 1", threshold);
        for (int c = 0; c < image.channels(); c++) {
            solarize(image.plane(c), image.planeSize(), (float) threshold);
        }
    }

    /** {@code 1 - x}. */
    public static void invert(PlanarImage image) {
        for (int c = 0; c < image.channels(); c++) {
            invert(image.plane(c), image.planeSize());
        }
    }

    /**
     * Stretches each channel to the whole range, {@code (x - m) / (M - m)} with m and M its least
     * and greatest sample; a channel of one value stays as it is.
     */
    public static void autocontrast(PlanarImage image) {
        for (int c = 0; c < image.channels(); c++) {
            autocontrast(image.plane(c), image.planeSize());
        }
    }

    /**
     * Keeps the upper bits of each sample, rounded to 8 bits first.
     *
     * @param bits how many, 1 to 8
     */
    public static void posterize(PlanarImage image, int bits) {
        Ranges.require(bits >= 1 && bits <= 8, "Posterizing keeps 1 to 8 bits", bits);
        float[] levels = new float[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            levels[level] = (level & -(1 << (8 - bits))) / 255f;
        }
        for (int c = 0; c < image.channels(); c++) {
            lookUp(image.plane(c), image.planeSize(), levels);
        }
    }

    /**
     * Spreads the levels of each channel evenly, all samples rounded to 8 bits: level v becomes
     * {@code min(255, (n_v + s / 2) / s)} in whole numbers, with n_v the number of samples below v
     * and s the number of samples below the greatest level / 255. Where s is 0, in small pictures
     * or those of one value, only the rounding is left.
     */
    public static void equalize(PlanarImage image) {
        for (int c = 0; c < image.channels(); c++) {
            equalize(image.plane(c), image.planeSize());
        }
    }

    /** {@code clamp(x, 0, 1)}. */
    static void clamp(PlanarImage image) {
        scale(image, 1, 0);
    }

    private static void requireFactor(double factor) {
        Ranges.require(
                factor >= 0 && Double.isFinite(factor),
                "A factor is finite and at least 0",
                factor);
    }

    private static void scale(PlanarImage image, float factor, float shift) {
        for (int c = 0; c < image.channels(); c++) {
            scale(image.plane(c), image.planeSize(), factor, shift);
        }
    }

    private static void saturate(PlanarImage image, float factor) {
        int count = image.planeSize();
        float[] grey = image.scratch(0, count);
        grey(image.plane(0), image.plane(1), image.plane(2), count, grey);
        for (int c = 0; c < 3; c++) {
            blend(image.plane(c), grey, count, factor);
        }
    }

    private static double meanGrey(PlanarImage image) {
        int count = image.planeSize();
        float[] grey = image.plane(0);
        if (image.channels() == 3) {
            grey = image.scratch(0, count);
            grey(image.plane(0), image.plane(1), image.plane(2), count, grey);
        }
        // Sums in lanes, which the compiler vectorises and which loses little precision.
        float[] lanes = image.scratch(1, LANES);
        Arrays.fill(lanes, 0, LANES, 0);
        float[] part = image.scratch(2, LANES);
        double sum = 0;
        for (int from = 0; from < count; from += LANES) {
            int length = Math.min(LANES, count - from);
            System.arraycopy(grey, from, part, 0, length);
            add(part, length, lanes);
        }
        for (int i = 0; i < LANES; i++) {
            sum += lanes[i];
        }
        return sum / count;
    }

    /**
     * The HSV round trip without branches. With m and M the least and greatest channel, C = M - m
     * and r, g, b the channels as (x - m) / C, the hue is h = +-(1 + g + b - r) sixths of a turn: 0
     * at red, positive towards green. A channel whose own hue is at distance d from h has the value
     * m + C clamp(2 - d, 0, 1).
     */
    private static void turnHue(PlanarImage image, float turn) {
        int count = image.planeSize();
        float[] r = image.plane(0);
        float[] g = image.plane(1);
        float[] b = image.plane(2);
        float[] least = image.scratch(0, count);
        float[] chroma = image.scratch(1, count);
        float[] hue = image.scratch(2, count);
        least(r, g, b, count, least);
        chroma(r, g, b, least, count, chroma);
        hue(r, g, b, least, chroma, count, turn, hue);
        compose(least, chroma, hue, 0, count, r);
        compose(least, chroma, hue, -2, count, g);
        compose(least, chroma, hue, 2, count, b);
    }

    private static void autocontrast(float[] plane, int count) {
        float least = plane[0];
        float greatest = plane[0];
        for (int i = 1; i < count; i++) {
            least = Math.min(least, plane[i]);
            greatest = Math.max(greatest, plane[i]);
        }
        if (least < greatest) {
            float factor = 1 / (greatest - least);
            scale(plane, count, factor, -least * factor);
        }
    }

    private static void equalize(float[] plane, int count) {
        int[] histogram = new int[LEVELS];
        for (int i = 0; i < count; i++) {
            histogram[level(plane[i])]++;
        }
        int greatest = LEVELS - 1;
        while (histogram[greatest] == 0) {
            greatest--;
        }
        int step = (count - histogram[greatest]) / 255;
        float[] levels = new float[LEVELS];
        int below = 0;
        for (int v = 0; v < LEVELS; v++) {
            levels[v] = (step == 0 ? v : Math.min(255, (below + step / 2) / step)) / 255f;
            below += histogram[v];
        }
        lookUp(plane, count, levels);
    }

    private static void lookUp(float[] plane, int count, float[] levels) {
        for (int i = 0; i < count; i++) {
            plane[i] = levels[level(plane[i])];
        }
    }

    private static int level(float x) {
        return (int) (Math.min(1f, Math.max(0f, x)) * 255 + 0.5f);
    }

    // Each loop below is small and uses one index: then the compiler vectorises it.

    private static void scale(float[] plane, int count, float factor, float shift) {
        for (int i = 0; i < count; i++) {
            plane[i] = Math.min(1f, Math.max(0f, factor * plane[i] + shift));
        }
    }

    private static void solarize(float[] plane, int count, float threshold) {
        for (int i = 0; i < count; i++) {
            float x = plane[i];
            plane[i] = x >= threshold ? 1 - x : x;
        }
    }

    private static void invert(float[] plane, int count) {
        for (int i = 0; i < count; i++) {
            plane[i] = 1 - plane[i];
        }
    }

    private static void grey(float[] r, float[] g, float[] b, int count, float[] grey) {
        for (int i = 0; i < count; i++) {
            grey[i] = RED * r[i] + GREEN * g[i] + BLUE * b[i];
        }
    }

    private static void blend(float[] plane, float[] grey, int count, float factor) {
        float rest = 1 - factor;
        for (int i = 0; i < count; i++) {
            plane[i] = Math.min(1f, Math.max(0f, factor * plane[i] + rest * grey[i]));
        }
    }

    private static void add(float[] part, int count, float[] lanes) {
        for (int i = 0; i < count; i++) {
            lanes[i] += part[i];
        }
    }

    private static void least(float[] r, float[] g, float[] b, int count, float[] least) {
        for (int i = 0; i < count; i++) {
            least[i] = Math.min(r[i], Math.min(g[i], b[i]));
        }
    }

    private static void chroma(
            float[] r, float[] g, float[] b, float[] least, int count, float[] chroma) {
        for (int i = 0; i < count; i++) {
            chroma[i] = Math.max(r[i], Math.max(g[i], b[i])) - least[i];
        }
    }

    private static void hue(
            float[] r,
            float[] g,
            float[] b,
            float[] least,
            float[] chroma,
            int count,
            float turn,
            float[] hue) {
        for (int i = 0; i < count; i++) {
            // Any difference of green and blue saturates; where they are equal both signs do.
            float sign = Math.max(-1f, Math.min(1f, (g[i] - b[i]) * 1e30f + 1));
            float distance = 1 + (g[i] + b[i] - r[i] - least[i]) / Math.max(chroma[i], 1e-12f);
            hue[i] = sign * distance + turn;
        }
    }

    private static void compose(
            float[] least, float[] chroma, float[] hue, float shift, int count, float[] plane) {
        for (int i = 0; i < count; i++) {
            // The distance of an angle in [-9, 9] from 0 modulo 6.
            float distance = Math.abs(3 - Math.abs(Math.abs(hue[i] + shift) - 3));
            plane[i] = least[i] + chroma[i] * Math.min(1f, Math.max(0f, 2 - distance));
        }
    }
}
