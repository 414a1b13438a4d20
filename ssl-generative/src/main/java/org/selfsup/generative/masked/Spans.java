package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.selfsup.augment.MaskedTokenViews;

/**
 * The span that each token is in.
 *
 * @param before the place before it, {@code (n, t)}; 0 for tokens in no span, as for the others
 * @param behind the place behind it
 * @param place of the token within it, from 0
 */
record Spans(NDArray before, NDArray behind, NDArray place) {

    static Spans of(NDArray labels) {
        NDManager manager = labels.getManager();
        Shape shape = labels.getShape();
        int t = (int) shape.get(1);
        long[] label = labels.toLongArray();
        long[] before = new long[label.length];
        long[] behind = new long[label.length];
        long[] place = new long[label.length];
        for (int at = 0; at < label.length; at++) {
            if (label[at] == MaskedTokenViews.IGNORED) {
                continue;
            }
            int start = at;
            while (at < label.length && label[at] != MaskedTokenViews.IGNORED) {
                at++; // to the token behind the span
            }
            if (start % t == 0 || at / t > start / t) {
                throw new IllegalArgumentException(
                        "A span has a token before it and one behind it: put SequenceEnds"
                                + " around the text");
            }
            for (int i = start; i < at; i++) {
                before[i] = start % t - 1L;
                behind[i] = at % t;
                place[i] = (long) i - start;
            }
        }
        return new Spans(
                manager.create(before, shape),
                manager.create(behind, shape),
                manager.create(place, shape));
    }
}
