package org.selfsup.contrastive.context;

import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;

/**
 * Orders of a puzzle's pieces that differ as much as possible from one another.
 *
 * <pre>{@code
 * P_1 drawn at random,   P_{t+1} = argmax_p sum_{u<=t} Hamming(p, P_u)     (algorithm 1)
 * }</pre>
 *
 * <p>p runs over all orders not yet taken; of equal ones the lexicographically first is taken. The
 * Hamming distance counts the places where two orders have different pieces. The same numbers and
 * seed give the same set.
 *
 * <p>Making 1000 orders of nine pieces takes seconds.
 *
 * <p>Noroozi and Favaro 2016, <a href="https://arxiv.org/abs/1603.09246">Unsupervised learning of
 * visual representations by solving jigsaw puzzles</a>.
 */
public final class PermutationSet {

    private static final int MOST_PIECES = 9;

    private final byte[][] orders;

    /**
     * Chooses orders.
     *
     * @param pieces s, 2 to 9; 9 in the paper
     * @param count k, from 2 to all orders, s!
     * @param seed of the first order
     * @throws IllegalArgumentException if there are not so many orders, or too many pieces
     */
    public PermutationSet(int pieces, int count, long seed) {
        if (pieces < 2 || pieces > MOST_PIECES) {
            throw new IllegalArgumentException(
                    "A puzzle has 2 to " + MOST_PIECES + " pieces, got " + pieces);
        }
        int all = 1;
        for (int i = 2; i <= pieces; i++) {
            all *= i;
        }
        if (count < 2 || count > all) {
            throw new IllegalArgumentException(
                    pieces + " pieces have 2 to " + all + " orders to choose, got " + count);
        }
        orders = choose(all(pieces, all), count, Randomness.at(seed));
    }

    /** How many orders there are, k. */
    public int size() {
        return orders.length;
    }

    /** How many pieces a puzzle has, s. */
    public int pieces() {
        return orders[0].length;
    }

    /** For each place of an order the piece that lies there, both from 0. */
    public int[] order(int index) {
        int[] order = new int[pieces()];
        for (int place = 0; place < order.length; place++) {
            order[place] = orders[index][place];
        }
        return order;
    }

    /** Draws an order for each of n puzzles. */
    Shuffle shuffle(int n, RandomGenerator random) {
        int s = pieces();
        long[] chosen = new long[n];
        long[] rows = new long[n * s];
        for (int i = 0; i < n; i++) {
            int order = random.nextInt(size());
            chosen[i] = order;
            for (int place = 0; place < s; place++) {
                rows[i * s + place] = (long) i * s + orders[order][place];
            }
        }
        return new Shuffle(chosen, rows);
    }

    /**
     * Shuffled puzzles.
     *
     * @param orders of each puzzle, its index in the set
     * @param rows which of all pieces, those of puzzle i from row {@code i s} on, lies at each
     *     place
     */
    record Shuffle(long[] orders, long[] rows) {}

    private static byte[][] choose(byte[][] all, int count, RandomGenerator random) {
        byte[][] chosen = new byte[count][];
        int[] distance = new int[all.length]; // summed over the orders taken
        int next = random.nextInt(all.length);
        for (int t = 0; ; t++) {
            chosen[t] = all[next];
            distance[next] = -1;
            if (t == count - 1) {
                return chosen;
            }
            next = 0;
            for (int i = 0; i < all.length; i++) {
                if (distance[i] >= 0) {
                    distance[i] += hamming(all[i], chosen[t]);
                }
                next = distance[i] > distance[next] ? i : next;
            }
        }
    }

    private static int hamming(byte[] a, byte[] b) {
        int different = 0;
        for (int place = 0; place < a.length; place++) {
            different += a[place] == b[place] ? 0 : 1;
        }
        return different;
    }

    /** All orders, lexicographically. */
    private static byte[][] all(int pieces, int count) {
        byte[][] all = new byte[count][pieces];
        for (int number = 0; number < count; number++) {
            int left = number; // its digits choose among the pieces not yet laid
            int orders = count;
            int laid = 0;
            for (int place = 0; place < pieces; place++) {
                orders /= pieces - place;
                int skip = left / orders;
                left %= orders;
                byte piece = 0;
                while ((laid & 1 << piece) != 0 || skip-- > 0) {
                    piece++;
                }
                laid |= 1 << piece;
                all[number][place] = piece;
            }
        }
        return all;
    }
}
