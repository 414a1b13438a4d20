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

    private Colors() {}

    /**
     * {@code clamp(factor x, 0, 1)}.
     *
     * @param factor at least 0; 1 changes nothing
     */
    public static void adjustBrightness(PlanarImage image, double factor) {
        requireFactor(factor);
        scale(image.values(), image.size(), (float) factor, 0);
    }

    /**
     * {@code clamp(factor x + (1 - factor) m, 0, 1)}, m the mean of grey over the picture.
     *
     * @param factor at least 0; 1 changes nothing
     */
    public static void adjustContrast(PlanarImage image, double factor) {
        requireFactor(factor);
        scale(
                image.values(),
                image.size(),
                (float) factor,
                (float) ((1 - factor) * meanGrey(image)));
    }

    /**
     * {@code clamp(factor x + (1 - factor) grey, 0, 1)}, sample by sample.
     *
     * @param factor at least 0; 1 changes nothing
     */
    public static void adjustSaturation(PlanarImage image, double factor) {
        requireFactor(factor);
        if (image.channels() == 3) {
            saturate(image.values(), image.planeSize(), (float) factor);
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
            turnHue(image.values(), image.planeSize(), (float) (6 * factor));
        }
    }

    /** Replaces each of three channels by grey. */
    public static void grayscale(PlanarImage image) {
        if (image.channels() == 3) {
            saturate(image.values(), image.planeSize(), 0);
        }
    }

    /**
     * Inverts bright samples: {@code x >= threshold ? 1 - x : x}.
     *
     * @param threshold 0 to 1
     */
    public static void solarize(PlanarImage image, double threshold) {
        Ranges.require(threshold >= 0 && threshold <= 1, "A threshold is from 0 to 1", threshold);
        float[] values = image.values();
        int size = image.size();
        float limit = (float) threshold;
        for (int i = 0; i < size; i++) {
            float x = values[i];
            values[i] = x >= limit ? 1 - x : x;
        }
    }

    private static void requireFactor(double factor) {
        Ranges.require(
                factor >= 0 && Double.isFinite(factor),
                "A factor is finite and at least 0",
                factor);
    }

    private static void scale(float[] values, int size, float factor, float shift) {
        for (int i = 0; i < size; i++) {
            values[i] = Math.min(1f, Math.max(0f, factor * values[i] + shift));
        }
    }

    private static void saturate(float[] values, int plane, float factor) {
        float rest = 1 - factor;
        for (int i = 0; i < plane; i++) {
            float r = values[i];
            float g = values[i + plane];
            float b = values[i + 2 * plane];
            float grey = rest * (RED * r + GREEN * g + BLUE * b);
            values[i] = Math.min(1f, Math.max(0f, factor * r + grey));
            values[i + plane] = Math.min(1f, Math.max(0f, factor * g + grey));
            values[i + 2 * plane] = Math.min(1f, Math.max(0f, factor * b + grey));
        }
    }

    /** Sums in lanes, which the compiler vectorises and which loses little precision. */
    private static double meanGrey(PlanarImage image) {
        float[] values = image.values();
        int plane = image.planeSize();
        float[] lanes = image.scratch(0, LANES);
        Arrays.fill(lanes, 0, LANES, 0);
        for (int from = 0; from < plane; from += LANES) {
            int count = Math.min(LANES, plane - from);
            if (image.channels() == 3) {
                addGrey(values, from, plane, count, lanes);
            } else {
                for (int i = 0; i < count; i++) {
                    lanes[i] += values[from + i];
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < LANES; i++) {
            sum += lanes[i];
        }
        return sum / plane;
    }

    private static void addGrey(float[] values, int from, int plane, int count, float[] lanes) {
        int green = from + plane;
        int blue = green + plane;
        for (int i = 0; i < count; i++) {
            lanes[i] +=
                    RED * values[from + i] + GREEN * values[green + i] + BLUE * values[blue + i];
        }
    }

    /**
     * The HSV round trip without branches. With m, M the least and largest channel, c = M - m and
     * r, g, b the channels as (x - m) / c, the hue is h = ±(1 + g + b - r) sixths of a turn, 0 at
     * red, positive towards green. A channel whose own hue is at distance d from h has the value m
     * + c clamp(2 - d, 0, 1).
     */
    private static void turnHue(float[] values, int plane, float turn) {
        for (int i = 0; i < plane; i++) {
            float r = values[i];
            float g = values[i + plane];
            float b = values[i + 2 * plane];
            float most = Math.max(r, Math.max(g, b));
            float least = Math.min(r, Math.min(g, b));
            float chroma = most - least;
            float scale = 1 / Math.max(chroma, 1e-12f);
            // Any difference saturates; equal green and blue lie on the axis, where both signs do.
            float sign = Math.max(-1f, Math.min(1f, (g - b) * 1e30f + 1));
            float hue = sign * (1 + (g + b - r - least) * scale) + turn;
            values[i] = least + chroma * weight(hue);
            values[i + plane] = least + chroma * weight(hue - 2);
            values[i + 2 * plane] = least + chroma * weight(hue + 2);
        }
    }

    /** {@code clamp(2 - d, 0, 1)}, d the distance of an angle in [-9, 9] from 0 modulo 6. */
    private static float weight(float angle) {
        float distance = Math.abs(3 - Math.abs(Math.abs(angle) - 3));
        return Math.min(1f, Math.max(0f, 2 - distance));
    }
}
