package org.selfsup.generative.hybrid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.selfsup.data.Randomness;
import org.selfsup.generative.flow.MaskedMlp;

/**
 * In which order the inputs of a {@link Made} are told, and how much of it each hidden unit knows.
 *
 * <p>Input with degree i is the i-th to be told, from those of smaller degrees; a hidden unit of
 * degree m sees inputs of degree m or less.
 *
 * @param inputs m^0, the numbers 1 to d, each once
 * @param hidden m^l of the units of each hidden layer, 1 to d - 1; at least one layer
 */
public record Ordering(int[] inputs, List<int[]> hidden) {

    /** Checks the degrees. */
    public Ordering {
        int d = inputs.length;
        hidden = List.copyOf(hidden);
        if (d < 2 || hidden.isEmpty()) {
            throw new IllegalArgumentException(
                    "An ordering is of at least two inputs and one hidden layer, got %d and %d"
                            .formatted(d, hidden.size()));
        }
        int[] sorted = inputs.clone();
        Arrays.sort(sorted);
        if (!Arrays.equals(sorted, IntStream.rangeClosed(1, d).toArray())) {
            throw new IllegalArgumentException(
                    "Inputs have the degrees 1 to %d, each once, got %s"
                            .formatted(d, Arrays.toString(inputs)));
        }
        for (int[] units : hidden) {
            if (units.length == 0 || Arrays.stream(units).anyMatch(m -> m < 1 || m >= d)) {
                throw new IllegalArgumentException(
                        "A hidden layer has units of degrees 1 to %d, got %s"
                                .formatted(d - 1, Arrays.toString(units)));
            }
        }
    }

    /**
     * The inputs as they come; hidden units share all degrees evenly.
     *
     * @param d inputs, at least 2
     * @param units of each hidden layer
     */
    public static Ordering natural(int d, int... units) {
        return new Ordering(
                IntStream.rangeClosed(1, d).toArray(),
                Arrays.stream(units).mapToObj(n -> MaskedMlp.spread(n, Math.max(2, d))).toList());
    }

    /**
     * Random orders of the inputs, with random degrees of hidden units, evenly from the least of
     * the layer before to d - 1.
     *
     * @param count how many; 1 to 32 in the paper
     * @param d inputs, at least 2
     * @param seed other seed, other orders
     * @param units of each hidden layer
     */
    public static List<Ordering> random(int count, int d, long seed, int... units) {
        List<Ordering> orderings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Randomness.at(seed, i);
            int[] inputs =
                    IntStream.of(Randomness.permutation(d, random)).map(p -> p + 1).toArray();
            List<int[]> hidden = new ArrayList<>();
            int least = 1;
            for (int n : units) {
                int[] degrees = random.ints(n, least, Math.max(least + 1, d)).toArray();
                least = Arrays.stream(degrees).min().orElse(least);
                hidden.add(degrees);
            }
            orderings.add(new Ordering(inputs, hidden));
        }
        return orderings;
    }

    long[] degrees() {
        return IntStream.of(inputs).asLongStream().toArray();
    }

    /** Degrees of what the last layer gives: input i is told from units below its own degree. */
    int[] outputs() {
        return IntStream.of(inputs).map(m -> m - 1).toArray();
    }
}
