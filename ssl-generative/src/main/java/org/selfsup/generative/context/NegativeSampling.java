package org.selfsup.generative.context;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.AliasTable;

/**
 * Tells a word from some that are drawn by how often they occur.
 *
 * <pre>{@code
 * log sigmoid(u_target . h) + sum_{i=1..k} log sigmoid(-u_{w_i} . h),   w_i ~ count(w)^power   (eq. 4)
 * }</pre>
 *
 * <p>Each word has a row. A drawn word that is the target is left out, as in word2vec's code. The
 * loss is {@link org.selfsup.loss.NegativeSamplingLoss}.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1310.4546">Distributed Representations of
 * Words and Phrases</a>, section 2.2.
 *
 * @param negatives k, at least 1: 5 to 20 for small texts, 2 to 5 for large ones
 * @param power of the counts, finite; fastText's is 1/2
 */
public record NegativeSampling(int negatives, double power) implements OutputLayer {

    /** Checks the ranges. */
    public NegativeSampling {
        if (negatives < 1 || !Double.isFinite(power)) {
            throw new IllegalArgumentException(
                    "Negative sampling draws at least 1 word by a finite power of its count, got %d and %s"
                            .formatted(negatives, power));
        }
    }

    /** With the paper's power, 3/4. */
    public NegativeSampling(int negatives) {
        this(negatives, 0.75);
    }

    @Override
    public Questions over(long... counts) {
        HierarchicalSoftmax.requireTwo(counts);
        AliasTable noise =
                new AliasTable(
                        Arrays.stream(counts)
                                .mapToDouble(
                                        count -> count == 0 ? 0 : Math.pow((double) count, power))
                                .toArray());
        return new Questions() {
            @Override
            public int rows() {
                return counts.length;
            }

            @Override
            public void ask(int target, RandomGenerator random, Answers answers) {
                answers.of(target, 1);
                for (int i = 0; i < negatives; i++) {
                    int drawn = noise.draw(random);
                    if (drawn != target) {
                        answers.of(drawn, 0);
                    }
                }
            }
        };
    }
}
