package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Tokens;

/**
 * ALBERT's sentence-order prediction: half of the time the two segments change places. Unlike with
 * {@link NextSentence}, their topic tells nothing.
 *
 * <p>Lan et al. 2019, <a href="https://arxiv.org/abs/1909.11942">ALBERT</a>, section 3.1.
 */
public record SentenceOrder() implements SegmentPairing {

    @Override
    public Pair draw(Tokens first, Tokens second, RandomGenerator random) {
        return random.nextBoolean()
                ? new Pair(first, second, true)
                : new Pair(second, first, false);
    }
}
