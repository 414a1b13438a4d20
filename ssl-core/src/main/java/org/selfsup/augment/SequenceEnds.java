package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Vocabulary;

/**
 * Puts one token before the sequence and one behind it, as BERT does. No randomness.
 *
 * @param first such as {@code [CLS]}
 * @param last such as {@code [SEP]}
 */
public record SequenceEnds(int first, int last) implements TokenTransform {

    /** The vocabulary's {@code [CLS]} and {@code [SEP]}. */
    public static SequenceEnds of(Vocabulary vocabulary) {
        return new SequenceEnds(vocabulary.start(), vocabulary.separator());
    }

    @Override
    public void apply(TokenSequence tokens, RandomGenerator random) {
        int length = tokens.length();
        tokens.resize(length + 2);
        int[] ids = tokens.ids();
        System.arraycopy(ids, 0, ids, 1, length);
        ids[0] = first;
        ids[length + 1] = last;
    }
}
