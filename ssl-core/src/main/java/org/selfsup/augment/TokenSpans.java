package org.selfsup.augment;

/** Finds what belongs together in a sequence, such as names. Instances serve many threads. */
@FunctionalInterface
public interface TokenSpans {

    /**
     * Finds spans.
     *
     * @param tokens not changed
     * @return first token and token behind the last of each span, in turn, from left to right;
     *     spans do not overlap and hold no special token
     */
    int[] find(TokenSequence tokens);
}
