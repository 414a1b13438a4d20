package org.selfsup.data;

import java.io.IOException;
import java.util.Optional;

/**
 * Samples by index, readable from many threads at once.
 *
 * @param <S> one sample: an {@link Image}, {@link Tokens}, a waveform, a graph
 */
public interface Samples<S> {

    /** How many there are, at least one. */
    int size();

    /**
     * One sample; the same index always gives the same sample.
     *
     * @param index 0 to {@code size() - 1}
     * @throws IOException if the sample lies in a file that cannot be read; the message names it
     */
    S get(int index) throws IOException;

    /** What a sample is called where it comes from, such as its file; if nothing, its number. */
    default String name(int index) {
        return Integer.toString(index);
    }

    /** Classes for evaluation, where they are known. Pre-training never looks at them. */
    default Optional<Labels> labels() {
        return Optional.empty();
    }
}
