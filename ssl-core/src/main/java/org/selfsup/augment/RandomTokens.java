package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Vocabulary;

/**
 * Single tokens, drawn without replacement: exactly the rounded share of each sequence, as in
 * BERT's code.
 *
 * <p>Devlin et al. 2018, <a href="https://arxiv.org/abs/1810.04805">BERT</a>, section 3.1.
 *
 * @param vocabulary tells special tokens
 * @param rate share of the tokens that are not special, above 0 and below 1 (BERT: 0.15); at least
 *     one
 */
public record RandomTokens(Vocabulary vocabulary, double rate) implements TokenMasking {

    /** Checks the rate. */
    public RandomTokens {
        Ranges.requireRatio(rate);
    }

    @Override
    public int[] draw(TokenSequence tokens, RandomGenerator random) {
        return new SpanDraw(tokens, vocabulary, rate).finish(random);
    }
}
