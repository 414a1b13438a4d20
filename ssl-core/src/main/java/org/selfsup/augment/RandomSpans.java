package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Tokenizer;

/**
 * Spans of whole words with geometric lengths, until the share is reached exactly.
 *
 * <pre>{@code P(l) ~ (1 - p)^(l - 1) p,   l = 1 ... maxWords }</pre>
 *
 * <p>The first word of a span is uniform. A span that meets another, a special token or an end is
 * drawn again; the last one is cut to what is left of the share, and what a hundred draws in turn
 * leave open becomes single tokens.
 *
 * <p>Joshi et al. 2019, <a href="https://arxiv.org/abs/1907.10529">SpanBERT</a>, section 3.1.
 *
 * @param tokenizer tells words and special tokens
 * @param rate share of the tokens that are not special, above 0 and below 1 (SpanBERT: 0.15)
 * @param p of the geometric distribution, above 0 and below 1 (SpanBERT: 0.2)
 * @param maxWords most words in a span, at least 1 (SpanBERT: 10)
 */
public record RandomSpans(Tokenizer tokenizer, double rate, double p, int maxWords)
        implements TokenMasking {

    private static final int TRIES = 100;

    /** Checks the numbers. */
    public RandomSpans {
        Ranges.requireRatio(rate);
        Ranges.require(p > 0 && p < 1, "The p of span lengths is above 0 and below 1", p);
        Ranges.require(maxWords >= 1, "A span has at least one word", maxWords);
    }

    /** SpanBERT's: a share of 0.15, p 0.2, at most 10 words. */
    public RandomSpans(Tokenizer tokenizer) {
        this(tokenizer, 0.15, 0.2, 10);
    }

    @Override
    public int[] draw(TokenSequence tokens, RandomGenerator random) {
        SpanDraw draw = new SpanDraw(tokens, tokenizer.vocabulary(), rate);
        int[] words = WordStarts.of(tokens, tokenizer);
        int count = words.length / 2;
        for (int failures = 0; draw.left() > 0 && failures < TRIES; failures++) {
            int first = random.nextInt(count);
            int last = first + length(random) - 1;
            if (last < count) {
                int from = words[2 * first];
                int to = words[2 * last + 1];
                if (draw.isOpen(from, to)) {
                    draw.take(from, Math.min(to, from + draw.left()));
                    failures = -1;
                }
            }
        }
        return draw.finish(random);
    }

    /** The inverse of the truncated distribution. */
    private int length(RandomGenerator random) {
        double most = 1 - Math.pow(1 - p, maxWords);
        double u = most * random.nextDouble();
        return Math.min(maxWords, 1 + (int) (Math.log1p(-u) / Math.log1p(-p)));
    }
}
