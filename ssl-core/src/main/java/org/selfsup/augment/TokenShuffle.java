package org.selfsup.augment;

import java.util.random.RandomGenerator;

/**
 * Shuffles tokens a little: none ends up more than {@code distance} places from where it was.
 *
 * <p>Tokens are sorted by {@code i + u}, u uniform in [0, distance + 1). Far more than the length
 * makes it a shuffle of everything.
 *
 * <p>Lample et al. 2017, <a href="https://arxiv.org/abs/1711.00043">Unsupervised Machine
 * Translation Using Monolingual Corpora Only</a>, section 2.3.
 *
 * @param distance k, at least 1
 */
public record TokenShuffle(int distance) implements TokenTransform {

    /** Checks the distance. */
    public TokenShuffle {
        Ranges.require(distance >= 1, "The distance of a shuffle is at least 1", distance);
    }

    @Override
    public void apply(TokenSequence tokens, RandomGenerator random) {
        int[] ids = tokens.ids();
        double[] keys = new double[tokens.length()];
        for (int i = 0; i < keys.length; i++) { // sorts by insertion, nearly sorted as it is
            double key = i + (distance + 1.0) * random.nextDouble();
            int token = ids[i];
            int at = i;
            for (; at > 0 && keys[at - 1] > key; at--) {
                keys[at] = keys[at - 1];
                ids[at] = ids[at - 1];
            }
            keys[at] = key;
            ids[at] = token;
        }
    }
}
