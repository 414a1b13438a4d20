package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;
import org.selfsup.data.Vocabulary;

/**
 * Entities, in random order, as long as they fit the share; then single tokens until it is reached
 * exactly.
 *
 * <p>Sun et al. 2019, <a href="https://arxiv.org/abs/1904.09223">ERNIE: Enhanced Representation
 * through Knowledge Integration</a>, section 3.2.
 *
 * @param vocabulary tells special tokens
 * @param entities tells entities
 * @param rate share of the tokens that are not special, above 0 and below 1 (ERNIE: 0.15)
 */
public record EntitySpans(Vocabulary vocabulary, TokenSpans entities, double rate)
        implements TokenMasking {

    /** Checks the rate. */
    public EntitySpans {
        Ranges.requireRatio(rate);
    }

    @Override
    public int[] draw(TokenSequence tokens, RandomGenerator random) {
        SpanDraw draw = new SpanDraw(tokens, vocabulary, rate);
        int[] found = entities.find(tokens);
        for (int entity : Randomness.permutation(found.length / 2, random)) {
            int from = found[2 * entity];
            int to = found[2 * entity + 1];
            if (to - from <= draw.left() && draw.isOpen(from, to)) {
                draw.take(from, to);
            }
        }
        return draw.finish(random);
    }
}
