package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** Chooses the tokens to be predicted. Instances keep no state and serve many threads. */
public interface TokenMasking {

    /**
     * Draws spans of tokens.
     *
     * @param tokens not changed
     * @param random the only source of randomness
     * @return first token and token behind the last of each span, in turn; spans do not overlap and
     *     hold no special token; none where all tokens are special
     */
    int[] draw(TokenSequence tokens, RandomGenerator random);
}
