package org.selfsup.loss;

import ai.djl.ndarray.NDArray;

/**
 * Cross entropy of which tokens were replaced, ELECTRA's discriminator.
 *
 * <pre>{@code
 * L = mean over positions of softplus(l) - y l,   y = 1 where the token is not the original one
 * }</pre>
 *
 * <p>A position where the generator happened to sample the original token counts as original.
 * ELECTRA minimises {@link MaskedTokenLoss} of its generator plus 50 times this (section 2); no
 * gradient flows from here to the generator.
 *
 * <p>Clark et al. 2020, <a href="https://arxiv.org/abs/2003.10555">ELECTRA</a>.
 */
public record ReplacedTokenLoss() {

    /**
     * The mean over the positions that count; 0 if there are none.
     *
     * @param logits {@code (n, t)}
     * @param tokens the original tokens, {@code (n, t)}
     * @param corrupted the tokens the discriminator saw, {@code (n, t)}
     * @param counted not 0 where there is a token and no padding, {@code (n, t)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray logits, NDArray tokens, NDArray corrupted, NDArray counted) {
        Require.sameSamples("Replaced token detection", logits, tokens, corrupted, counted);
        return BinaryCrossEntropy.masked(logits, tokens.neq(corrupted), counted);
    }

    /**
     * The mean over the places that count, where it is known what was replaced, as the entities of
     * WKLM are; 0 if there are none.
     *
     * @param logits {@code (n, m)}
     * @param replaced y, 1 where something was replaced and 0 where not, {@code (n, m)}; any number
     *     where it does not count
     * @param counted not 0 where it counts, {@code (n, m)}
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ
     */
    public NDArray evaluate(NDArray logits, NDArray replaced, NDArray counted) {
        Require.sameSamples("Replacement detection", logits, replaced, counted);
        return BinaryCrossEntropy.masked(logits, replaced.eq(1), counted.neq(0));
    }
}
