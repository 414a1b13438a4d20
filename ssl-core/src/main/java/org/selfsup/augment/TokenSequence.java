package org.selfsup.augment;

import java.util.Arrays;
import org.selfsup.data.Tokens;

/**
 * Tokens under transformation. One instance serves one thread for any number of samples: it keeps
 * its array.
 */
public final class TokenSequence {

    private int[] ids = {};
    private int length;

    /** A sequence without a token. */
    public TokenSequence() {}

    /** Takes the tokens of a sample. */
    public void set(Tokens sample) {
        resize(sample.length());
        System.arraycopy(sample.ids(), sample.offset(), ids, 0, length);
    }

    /** How many tokens there are. */
    public int length() {
        return length;
    }

    /**
     * The tokens, to read and to write: the first {@link #length()} entries. The array may be
     * longer, and {@link #resize} may replace it.
     */
    public int[] ids() {
        return ids;
    }

    /** Sets the length; tokens are kept as far as they fit, further ones are undefined. */
    public void resize(int length) {
        if (length > ids.length) {
            ids = Arrays.copyOf(ids, length);
        }
        this.length = length;
    }

    /** Puts other tokens, as many or not, in the place of a span. */
    void replace(int from, int to, int[] by) {
        int before = length;
        resize(length - (to - from) + by.length);
        System.arraycopy(ids, to, ids, from + by.length, before - to);
        System.arraycopy(by, 0, ids, from, by.length);
    }

    /** A copy of the tokens. */
    public int[] toArray() {
        return Arrays.copyOf(ids, length);
    }
}
