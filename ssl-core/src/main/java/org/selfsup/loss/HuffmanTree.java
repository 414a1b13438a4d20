package org.selfsup.loss;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * The binary tree over words in which frequent ones lie near the root, for {@link
 * HierarchicalSoftmaxLoss}.
 *
 * <p>The two rarest nodes are joined again and again; the rarer gets code 0, the other 1. Inner
 * nodes are numbered 0 to words - 2 in order of creation, so the root is the last. Of equally rare
 * nodes words come first, then inner nodes, the lower number first.
 */
public final class HuffmanTree {

    private final int[][] codes;
    private final int[][] points;

    /**
     * The tree of words with these counts.
     *
     * @param counts at least two, none negative
     * @throws IllegalArgumentException if there are fewer, or one is negative
     */
    public HuffmanTree(long... counts) {
        int words = counts.length;
        if (words < 2 || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "A Huffman tree needs at least two counts, none of them negative, got "
                            + Arrays.toString(counts));
        }
        long[] weight = Arrays.copyOf(counts, 2 * words - 1);
        int[] parent = new int[2 * words - 1];
        int[] code = new int[2 * words - 1];
        PriorityQueue<Integer> rarest =
                new PriorityQueue<>(
                        (a, b) ->
                                weight[a] == weight[b]
                                        ? Integer.compare(a, b)
                                        : Long.compare(weight[a], weight[b]));
        for (int word = 0; word < words; word++) {
            rarest.add(word);
        }
        for (int node = words; node < 2 * words - 1; node++) {
            int rarer = rarest.remove();
            int other = rarest.remove();
            weight[node] = weight[rarer] + weight[other];
            parent[rarer] = node;
            parent[other] = node;
            code[other] = 1;
            rarest.add(node);
        }
        codes = new int[words][];
        points = new int[words][];
        for (int word = 0; word < words; word++) {
            ArrayDeque<Integer> path = new ArrayDeque<>();
            for (int node = word; node != 2 * words - 2; node = parent[node]) {
                path.addFirst(node);
            }
            codes[word] = path.stream().mapToInt(node -> code[node]).toArray();
            points[word] = path.stream().mapToInt(node -> parent[node] - words).toArray();
        }
    }

    /** How many words there are. */
    public int words() {
        return codes.length;
    }

    /** The turns, 0 or 1, on the way from the root to a word. */
    public int[] codes(int word) {
        return codes[word].clone();
    }

    /** The inner nodes at which these turns are taken, the root first. */
    public int[] points(int word) {
        return points[word].clone();
    }
}
