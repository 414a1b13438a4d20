package org.selfsup.augment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;

/**
 * BERT's next-sentence prediction: half of the time the second segment is replaced by as much text
 * from elsewhere.
 *
 * <p>The text is drawn from another sample, from a uniform place on; where that sample is shorter,
 * all of it is taken. Neighbouring windows may overlap: give samples from other parts of the text,
 * or few and long ones, where that matters.
 *
 * <p>Devlin et al. 2018, <a href="https://arxiv.org/abs/1810.04805">BERT</a>, section 3.1.
 *
 * @param others where other text comes from, held in memory; at least two samples
 */
public record NextSentence(Samples<Tokens> others) implements SegmentPairing {

    private static final int TRIES = 10;

    /** Checks the number of samples. */
    public NextSentence {
        Ranges.require(
                others.size() >= 2, "Other text comes from at least two samples", others.size());
    }

    @Override
    public Pair draw(Tokens first, Tokens second, RandomGenerator random) {
        if (random.nextBoolean()) {
            return new Pair(first, second, true);
        }
        Tokens other = other(second, random);
        int length = Math.min(second.length(), other.length());
        int from = other.offset() + random.nextInt(other.length() - length + 1);
        return new Pair(first, new Tokens(other.ids(), from, length), false);
    }

    /** A sample that does not hold the segment. */
    private Tokens other(Tokens segment, RandomGenerator random) {
        try {
            Tokens other = others.get(random.nextInt(others.size()));
            for (int i = 1; i < TRIES && holds(other, segment); i++) {
                other = others.get(random.nextInt(others.size()));
            }
            return other;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Tokens sample, Tokens segment) {
        return sample.ids() == segment.ids()
                && sample.offset() < segment.offset() + segment.length()
                && segment.offset() < sample.offset() + sample.length();
    }
}
