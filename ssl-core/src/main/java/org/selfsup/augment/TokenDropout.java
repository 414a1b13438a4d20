package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Leaves tokens out, each by itself; the others close up. If all would go, one stays.
 *
 * <p>Iyyer et al. 2015, "Deep Unordered Composition Rivals Syntactic Methods for Text
 * Classification", section 3.1 (word dropout).
 *
 * @param p probability of each token to go, 0 to 1
 */
public record TokenDropout(double p) implements TokenTransform {

    /** Checks the probability. */
    public TokenDropout {
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(TokenSequence tokens, RandomGenerator random) {
        int[] ids = tokens.ids();
        int last = ids[random.nextInt(tokens.length())];
        int kept = 0;
        for (int i = 0; i < tokens.length(); i++) {
            if (!Ranges.happens(p, random)) {
                ids[kept++] = ids[i];
            }
        }
        if (kept == 0) {
            ids[kept++] = last;
        }
        tokens.resize(kept);
    }
}
