package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Vocabulary;

/**
 * One n-gram, then single tokens until the share is reached exactly.
 *
 * <pre>{@code n = N(5, 1), rounded, from 1 to 10 }</pre>
 *
 * <p>The n-gram is the first span that is drawn; it is cut to the share. Where a hundred draws meet
 * a special token each, it is a single token.
 *
 * <p>Kong et al. 2019, <a href="https://arxiv.org/abs/1910.08350">A Mutual Information Maximization
 * Perspective of Language Representation Learning</a>. There n-grams and masked words are drawn
 * from a text by themselves; here both lie in one view, which one pass of the network serves.
 *
 * @param vocabulary tells special tokens
 * @param rate share of the tokens that are not special, above 0 and below 1 (0.15)
 */
public record NGramMasking(Vocabulary vocabulary, double rate) implements TokenMasking {

    /** Most tokens of an n-gram. */
    public static final int MOST = 10;

    private static final int MEAN = 5;
    private static final int TRIES = 100;

    /** Checks the rate. */
    public NGramMasking {
        Ranges.requireRatio(rate);
    }

    @Override
    public int[] draw(TokenSequence tokens, RandomGenerator random) {
        SpanDraw draw = new SpanDraw(tokens, vocabulary, rate);
        int drawn = (int) Math.rint(MEAN + Ranges.noise(random));
        int n = Math.min(Math.max(1, Math.min(MOST, drawn)), draw.left());
        for (int i = 0; i < TRIES && draw.isEmpty() && n > 0; i++) {
            int from = random.nextInt(tokens.length() - n + 1);
            if (draw.isOpen(from, from + n)) {
                draw.take(from, from + n);
            }
        }
        return draw.finish(random);
    }
}
