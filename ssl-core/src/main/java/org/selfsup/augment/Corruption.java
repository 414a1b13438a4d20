package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Vocabulary;

/**
 * What tokens that are to be predicted are replaced by: mostly the mask, sometimes a random token
 * that is not special, else nothing.
 *
 * @param vocabulary of the tokens, with a mask
 * @param masked share that becomes the mask, 0 to 1
 * @param replaced share that becomes random tokens, 0 to 1 - {@code masked}
 * @param together whether a span has one fate, or else each of its tokens its own
 */
public record Corruption(Vocabulary vocabulary, double masked, double replaced, boolean together) {

    /** Checks the shares. */
    public Corruption {
        Ranges.requireProbability(masked);
        Ranges.requireProbability(replaced);
        Ranges.require(
                masked + replaced <= 1 + 1e-9,
                "The shares of masked and replaced tokens are at most 1 in all",
                masked + replaced);
        if (masked > 0) {
            vocabulary.mask();
        }
    }

    /** BERT's: 80 % masked, 10 % replaced, 10 % kept, each token by itself. */
    public static Corruption bert(Vocabulary vocabulary) {
        return new Corruption(vocabulary, 0.8, 0.1, false);
    }

    /** SpanBERT's: the same shares, each span as a whole. */
    public static Corruption spanBert(Vocabulary vocabulary) {
        return new Corruption(vocabulary, 0.8, 0.1, true);
    }

    /** Changes the tokens of some spans, given as {@link TokenMasking#draw} does. */
    void apply(TokenSequence tokens, int[] spans, int[] regular, RandomGenerator random) {
        for (int i = 0; i < spans.length; i += 2) {
            double fate = random.nextDouble();
            for (int at = spans[i]; at < spans[i + 1]; at++) {
                if (!together && at > spans[i]) {
                    fate = random.nextDouble();
                }
                if (fate < masked) {
                    tokens.ids()[at] = vocabulary.mask();
                } else if (fate < masked + replaced) {
                    tokens.ids()[at] = regular[random.nextInt(regular.length)];
                }
            }
        }
    }
}
