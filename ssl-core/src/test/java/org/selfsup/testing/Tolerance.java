package org.selfsup.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a result may be from what a reference gave.
 *
 * @param name as it stands in docs/agreement.md, a format of absolute, relative and norm
 * @param relative to the size of each expected value
 * @param absolute for every value
 * @param norm of the whole difference, relative to that of what is expected; 0 to compare values
 */
record Tolerance(String name, double relative, double absolute, double norm) {

    /** What a tensor tolerates where nothing else is said. */
    static final Tolerance DEFAULT = of(1e-4, 1e-5);

    static final Tolerance EQUAL = new Tolerance("equal", 0, 0, 0);

    /** For each value. */
    static Tolerance of(double relative, double absolute) {
        return new Tolerance("%.0e + %.0e x", relative, absolute, 0);
    }

    /** For a tensor as a whole. */
    static Tolerance ofNorm(double norm) {
        return new Tolerance("%3$.0e of the norm", 0, 0, norm);
    }

    /** For 8-bit values. */
    static Tolerance levels(int levels) {
        return levels == 0 ? EQUAL : new Tolerance("%1$.0f of 255 levels", 0, levels, 0);
    }

    /** Several, the largest of each kind. */
    static String names(Collection<Tolerance> tolerances) {
        Map<String, Tolerance> largest = new TreeMap<>();
        for (Tolerance t : tolerances) {
            largest.merge(t.name, t, (a, b) -> a.absolute >= b.absolute ? a : b);
        }
        return largest.values().stream()
                .map(t -> String.format(Locale.ROOT, t.name, t.absolute, t.relative, t.norm))
                .collect(Collectors.joining("; "));
    }

    /**
     * How far off a tensor was.
     *
     * @param largest difference of a value, or the relative difference of the norm
     * @param share of what is tolerated, up to 1
     * @param tolerance what was
     */
    record Deviation(double largest, double share, Tolerance tolerance) {}

    /** Asserts that a result is near enough, and says how near. */
    Deviation compare(String tensor, float[] expected, float[] actual) {
        double largest = 0;
        double share = 0;
        double squares = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference =
                    Float.compare(actual[i], expected[i]) == 0
                            ? 0
                            : Math.abs((double) actual[i] - expected[i]);
            double allowed = absolute + relative * Math.abs(expected[i]);
            if (norm == 0) {
                assertThat(difference <= allowed)
                        .as(
                                "%s at %d: %s is %.3e from %s, at most %.3e is tolerated",
                                tensor, i, actual[i], difference, expected[i], allowed)
                        .isTrue();
                share = difference == 0 ? share : Math.max(share, difference / allowed);
            }
            largest = Math.max(largest, difference);
            squares += difference * difference;
            size += (double) expected[i] * expected[i];
        }
        if (norm == 0) {
            return new Deviation(largest, share, this);
        }
        double whole = squares == 0 ? 0 : Math.sqrt(squares / size);
        assertThat(whole <= norm)
                .as("%s is %.3e of its norm off, at most %.3e is tolerated", tensor, whole, norm)
                .isTrue();
        return new Deviation(whole, whole / norm, this);
    }
}
