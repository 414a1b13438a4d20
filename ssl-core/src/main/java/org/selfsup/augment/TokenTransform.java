package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** A change of one sequence of tokens. Instances keep no state and serve many threads. */
@FunctionalInterface
public interface TokenTransform {

    /**
     * Changes the sequence in place; its length may change, but at least one token stays.
     *
     * @param tokens at least one
     * @param random the only source of randomness
     */
    void apply(TokenSequence tokens, RandomGenerator random);
}
