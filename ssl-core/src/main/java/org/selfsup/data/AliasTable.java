package org.selfsup.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws numbers by their weights in constant time, whatever their number: the alias method.
 *
 * <pre>{@code P(i) = w_i / sum_j w_j }</pre>
 *
 * <p>Vose 1991, "A linear algorithm for generating random numbers with a given distribution".
 */
public final class AliasTable {

    private final float[] keep;
    private final int[] alias;

    /**
     * A table of n numbers.
     *
     * @param weights of 0 to n - 1, finite and not negative, at least one above 0
     * @throws IllegalArgumentException if one is out of range, or all are 0
     */
    public AliasTable(double... weights) {
        double total = Arrays.stream(weights).sum();
        if (!(total > 0 && total < Double.POSITIVE_INFINITY)
                || Arrays.stream(weights).anyMatch(weight -> !(weight >= 0))) {
            throw new IllegalArgumentException(
                    "Numbers are drawn by weights that are finite and not negative, at least one"
                            + " above 0, got %d with a sum of %s".formatted(weights.length, total));
        }
        keep = new float[weights.length];
        alias = new int[weights.length];
        fill(weights, total, keep, alias, 0);
    }

    /** A number from 0 to n - 1. */
    public int draw(RandomGenerator random) {
        int column = random.nextInt(keep.length);
        return random.nextFloat() < keep[column] ? column : alias[column];
    }

    /**
     * Writes a table into a stretch of longer arrays: a column is kept with its probability, or
     * gives its alias.
     *
     * @param total sum of the weights, above 0
     * @param begin where the stretch begins; aliases count from the start of the arrays
     */
    static void fill(double[] weights, double total, float[] keep, int[] alias, int begin) {
        int n = weights.length;
        double[] share = new double[n];
        int[] stack = new int[n]; // small shares from the left, large ones from the right
        int small = 0;
        int large = n;
        for (int i = 0; i < n; i++) {
            share[i] = weights[i] * (n / total);
            stack[share[i] < 1 ? small++ : --large] = i;
        }
        while (small > 0 && large < n) {
            int less = stack[--small];
            int more = stack[large++];
            keep[begin + less] = (float) share[less];
            alias[begin + less] = begin + more;
            share[more] -= 1 - share[less];
            stack[share[more] < 1 ? small++ : --large] = more;
        }
        // What rounding leaves over has share 1, unless it must never be taken.
        while (large < n || small > 0) {
            int rest = large < n ? stack[large++] : stack[--small];
            boolean taken = weights[rest] > 0;
            keep[begin + rest] = taken ? 1 : 0;
            alias[begin + rest] = begin + (taken ? rest : heaviest(weights));
        }
    }

    private static int heaviest(double[] weights) {
        int best = 0;
        for (int i = 1; i < weights.length; i++) {
            best = weights[i] > weights[best] ? i : best;
        }
        return best;
    }
}
