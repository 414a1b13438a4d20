package org.selfsup.examples;

import java.util.Arrays;
import java.util.Locale;

/**
 * What several seeds gave.
 *
 * @param mean of their figures, NaN if one is missing
 * @param deviation standard deviation, NaN of a single one
 */
record Spread(double mean, double deviation) {

    /** Stands where there is no figure. */
    static final String NONE = "–";

    static Spread of(double... figures) {
        double mean = Arrays.stream(figures).average().orElse(Double.NaN);
        double squares = Arrays.stream(figures).map(x -> (x - mean) * (x - mean)).sum();
        return new Spread(
                mean, figures.length < 2 ? Double.NaN : Math.sqrt(squares / (figures.length - 1)));
    }

    /** Shares as {@code 57.2 ± 0.3}. */
    String percent() {
        return new Spread(100 * mean, 100 * deviation).format("%.1f");
    }

    /** Mean and, of several, deviation. */
    String format(String number) {
        if (Double.isNaN(mean)) {
            return NONE;
        }
        return Double.isNaN(deviation)
                ? String.format(Locale.ROOT, number, mean)
                : String.format(Locale.ROOT, number + " ± " + number, mean, deviation);
    }
}
