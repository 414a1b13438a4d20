package org.selfsup.augment;

import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Tokens;

/** How one view of a text is made: transforms in order, up to a number of tokens. */
final class TokenPipeline {

    private final int length;
    private final List<TokenTransform> transforms;
    private final ThreadLocal<TokenSequence> sequences =
            ThreadLocal.withInitial(TokenSequence::new);

    TokenPipeline(int length, List<TokenTransform> transforms) {
        Ranges.requireLength(length);
        this.length = length;
        this.transforms = List.copyOf(transforms);
    }

    /** Makes one view; it stands until this thread makes the next. */
    TokenSequence apply(Tokens sample, RandomGenerator random) {
        TokenSequence sequence = sequences.get();
        sequence.set(sample);
        for (TokenTransform transform : transforms) {
            transform.apply(sequence, random);
        }
        Ranges.requireFit(sequence, length);
        return sequence;
    }
}
