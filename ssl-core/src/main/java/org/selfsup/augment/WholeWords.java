package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;
import org.selfsup.data.Tokenizer;

/**
 * Whole words, in random order, as long as they fit the share; one at least.
 *
 * <p>A word that would exceed the share is passed over, so somewhat less than the share may be
 * drawn. This is whole word masking of BERT's code, which came after the paper: Devlin et al. 2018,
 * <a href="https://arxiv.org/abs/1810.04805">BERT</a>.
 *
 * @param tokenizer tells words and special tokens
 * @param rate share of the tokens that are not special, above 0 and below 1 (BERT: 0.15)
 */
public record WholeWords(Tokenizer tokenizer, double rate) implements TokenMasking {

    /** Checks the rate. */
    public WholeWords {
        Ranges.requireRatio(rate);
    }

    @Override
    public int[] draw(TokenSequence tokens, RandomGenerator random) {
        SpanDraw draw = new SpanDraw(tokens, tokenizer.vocabulary(), rate);
        int[] words = WordStarts.of(tokens, tokenizer);
        int[] order = Randomness.permutation(words.length / 2, random);
        for (int word : order) {
            if (words[2 * word + 1] - words[2 * word] <= draw.left()) {
                draw.take(words[2 * word], words[2 * word + 1]);
            }
        }
        if (draw.isEmpty() && order.length > 0) {
            draw.take(words[2 * order[0]], words[2 * order[0] + 1]);
        }
        return draw.spans();
    }
}
