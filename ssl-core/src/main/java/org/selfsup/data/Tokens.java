package org.selfsup.data;

/**
 * A span of text as token numbers, a window into a possibly larger array.
 *
 * <p>The array is shared, not copied: whoever reads tokens must not write to it.
 *
 * @param ids the array that holds the numbers
 * @param offset index of the first token of this span
 * @param length tokens in this span, at least 1
 */
public record Tokens(int[] ids, int offset, int length) {

    /** Checks that the span lies within its array. */
    public Tokens {
        if (offset < 0 || length < 1 || offset + (long) length > ids.length) {
            throw new IllegalArgumentException(
                    "A span has at least one token and lies within its array of %d, got %d from %d on"
                            .formatted(ids.length, length, offset));
        }
    }

    /** A span that fills its array. */
    public Tokens(int... ids) {
        this(ids, 0, ids.length);
    }

    /** The token at a place, counted from the span's first. */
    public int at(int index) {
        return ids[offset + index];
    }
}
