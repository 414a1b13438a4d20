package org.selfsup.generative.context;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.loss.HuffmanTree;

/**
 * Finds a word turn by turn along the tree in which frequent words lie near the root.
 *
 * <pre>
 * {@code p(w | h) = product over the path of sigmoid( (1 - 2 code_j) u_{point_j} . h )   (1310.4546, eq. 3) }
 * </pre>
 *
 * <p>Each inner node of the {@link HuffmanTree} has a row; the probabilities of all words sum to 1.
 * Better for rare words than {@link NegativeSampling}, slower. The loss is {@link
 * org.selfsup.loss.HierarchicalSoftmaxLoss}.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1310.4546">Distributed Representations of
 * Words and Phrases</a>, section 2.1.
 */
public record HierarchicalSoftmax() implements OutputLayer {

    @Override
    public Questions over(long... counts) {
        requireTwo(counts);
        HuffmanTree tree = new HuffmanTree(counts);
        int[][] codes = new int[counts.length][];
        int[][] points = new int[counts.length][];
        Arrays.setAll(codes, tree::codes);
        Arrays.setAll(points, tree::points);
        return new Questions() {
            @Override
            public int rows() {
                return counts.length - 1;
            }

            @Override
            public void ask(int target, RandomGenerator random, Answers answers) {
                for (int i = 0; i < codes[target].length; i++) {
                    answers.of(points[target][i], 1 - codes[target][i]);
                }
            }
        };
    }

    static void requireTwo(long... counts) {
        if (Arrays.stream(counts).anyMatch(count -> count < 0)
                || Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
            throw new IllegalArgumentException(
                    "Words are told apart by counts that are not negative, at least two above 0, got %d counts; use more text or a smaller least count"
                            .formatted(counts.length));
        }
    }
}
