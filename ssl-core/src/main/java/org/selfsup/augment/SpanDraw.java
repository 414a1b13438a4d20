package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.Vocabulary;

/** The spans drawn for one sequence, up to a number of tokens. */
final class SpanDraw {

    private final boolean[] open; // neither special nor drawn
    private int left;
    private int[] spans = new int[16];
    private int count;

    /**
     * Nothing is drawn yet.
     *
     * @param rate share of the tokens that are not special; rounded, at least one
     */
    SpanDraw(TokenSequence tokens, Vocabulary vocabulary, double rate) {
        open = new boolean[tokens.length()];
        int all = 0;
        for (int i = 0; i < open.length; i++) {
            open[i] = !vocabulary.isSpecial(tokens.ids()[i]);
            all += open[i] ? 1 : 0;
        }
        left = all == 0 ? 0 : Math.max(1, (int) Math.rint(rate * all));
    }

    /** Tokens still to be drawn. */
    int left() {
        return left;
    }

    /** Whether nothing was drawn yet. */
    boolean isEmpty() {
        return count == 0;
    }

    boolean isOpen(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!open[i]) {
                return false;
            }
        }
        return true;
    }

    /** Takes a span, which is open. */
    void take(int from, int to) {
        if (count + 2 > spans.length) {
            spans = Arrays.copyOf(spans, 2 * spans.length);
        }
        spans[count++] = from;
        spans[count++] = to;
        Arrays.fill(open, from, to, false);
        left -= to - from;
    }

    /** Takes single tokens until none is left to be drawn. */
    int[] finish(RandomGenerator random) {
        if (left > 0) {
            int[] places = Draws.places(open, true, random);
            for (int i = 0; left > 0 && i < places.length; i++) {
                take(places[i], places[i] + 1);
            }
        }
        return spans();
    }

    /** What was taken. */
    int[] spans() {
        return Arrays.copyOf(spans, count);
    }
}
