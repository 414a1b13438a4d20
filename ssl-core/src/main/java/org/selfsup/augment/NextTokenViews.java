package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;

/**
 * Text to be continued, from samples of t + 1 tokens: a batch is the first t as the input and the
 * last t as the target, each INT64 {@code (n, t)}. No randomness.
 *
 * @param length t, at least 1
 */
public record NextTokenViews(int length) implements Views<Tokens> {

    /** Checks the length. */
    public NextTokenViews {
        Ranges.requireLength(length);
    }

    @Override
    public Batch<Tokens> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n, length);
    }

    private record Slots(int n, int length, TokenRows input, TokenRows target)
            implements Batch<Tokens> {

        Slots(int n, int length) {
            this(n, length, new TokenRows(n, length), new TokenRows(n, length));
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            Ranges.require(
                    sample.length() == length + 1,
                    "To predict " + length + " tokens a sample has " + (length + 1),
                    sample.length());
            input.put(slot, sample.ids(), sample.offset(), length, 0);
            target.put(slot, sample.ids(), sample.offset() + 1, length, 0);
        }

        @Override
        public NDList toArrays(NDManager manager) {
            return new NDList(input.toArray(manager), target.toArray(manager));
        }
    }
}
