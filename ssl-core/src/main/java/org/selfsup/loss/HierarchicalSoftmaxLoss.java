package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Prediction of a word from its context turn by turn along a {@link HuffmanTree}.
 *
 * <pre>{@code
 * l = -sum_j log sigmoid( (1 - 2 code_j) u_{point_j} . h )   (eq. 3),   h = mean of the context's v
 * }</pre>
 *
 * <p>The mean over the n samples; the probabilities of all words sum to 1. With one context word it
 * is skip-gram, with several CBOW. Signs are word2vec's; fastText's are the opposite.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1310.4546">Distributed Representations of
 * Words and Phrases</a>; Morin and Bengio 2005, "Hierarchical probabilistic neural network language
 * model".
 *
 * @param tree of the words
 */
public record HierarchicalSoftmaxLoss(HuffmanTree tree) {

    private static final LossScript OPS =
            new LossScript(
                    """
                    def evaluate(self, v: Tensor, u: Tensor, contexts: Tensor, points: Tensor,
                        signs: Tensor) -> Tensor:
                      h = torch.embedding(v, contexts).mean([1])
                      logits = (torch.embedding(u, points) @ h.unsqueeze(2)).squeeze(2)
                      each = torch.softplus(-signs * logits) * signs.abs()
                      return each.sum([1]).mean()
                    """);

    /**
     * The mean loss.
     *
     * @param v vectors of words as context, {@code (words, d)}
     * @param u vectors of inner nodes, {@code (words - 1, d)}
     * @param contexts words of each context, {@code (n, C)} of type INT64
     * @param target the word of each sample, {@code (n)} of type INT64
     * @return a scalar
     * @throws IllegalArgumentException if the shapes do not fit or a target is no word of the tree
     */
    public NDArray evaluate(NDArray v, NDArray u, NDArray contexts, NDArray target) {
        String name = "Hierarchical softmax";
        long d = Require.sameRows(name, 1, v).get(1);
        long n = Require.sameRows(name, 1, contexts).get(0);
        Require.that(
                Require.is(u, tree.words() - 1, d) && Require.is(target, n),
                name,
                "inner nodes (" + (tree.words() - 1) + ", " + d + ") and " + n + " targets",
                u,
                target);
        long[] words = target.toLongArray();
        int longest = 0;
        for (long word : words) {
            if (word < 0 || word >= tree.words()) {
                throw new IllegalArgumentException(
                        name + " needs targets from 0 to " + (tree.words() - 1) + ", got " + word);
            }
            longest = Math.max(longest, tree.codes((int) word).length);
        }
        long[] points = new long[words.length * longest];
        float[] signs = new float[points.length]; // 0 beyond a word's own path
        for (int i = 0; i < words.length; i++) {
            int[] codes = tree.codes((int) words[i]);
            long[] path = Arrays.stream(tree.points((int) words[i])).asLongStream().toArray();
            System.arraycopy(path, 0, points, i * longest, path.length);
            for (int j = 0; j < codes.length; j++) {
                signs[i * longest + j] = 1 - 2 * codes[j];
            }
        }
        Shape shape = new Shape(n, longest);
        NDArray at = v.getManager().create(points, shape); // kept: the backward pass reads them
        NDArray sign = v.getManager().create(signs, shape);
        return OPS.apply("evaluate", List.of(v, u, contexts, at, sign));
    }
}
