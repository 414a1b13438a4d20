package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Takes a contiguous part: its share of the length is uniform, its place too.
 *
 * <p>Giorgi et al. 2020, <a href="https://arxiv.org/abs/2006.03659">DeCLUTR</a>, section 3.1, draws
 * shares from a beta distribution instead.
 *
 * @param minShare smallest share, above 0
 * @param maxShare largest share, at most 1
 */
public record ContiguousSpan(double minShare, double maxShare) implements TokenTransform {

    /** Checks the shares. */
    public ContiguousSpan {
        Ranges.require(
                minShare > 0 && minShare <= maxShare && maxShare <= 1,
                "The shares of a span are above 0, in order and at most 1",
                minShare + " and " + maxShare);
    }

    @Override
    public void apply(TokenSequence tokens, RandomGenerator random) {
        double share = Ranges.uniform(minShare, maxShare, random);
        int length = Math.max(1, (int) Math.rint(share * tokens.length()));
        int from = random.nextInt(tokens.length() - length + 1);
        System.arraycopy(tokens.ids(), from, tokens.ids(), 0, length);
        tokens.resize(length);
    }
}
