package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;

/**
 * Views of text: a batch is two arrays a view, INT64 {@code (n, t)} each, first the tokens, padded
 * behind, then the mask, 1 where there is a token and 0 where there is padding.
 */
public final class TokenViews implements Views<Tokens> {

    private final int length;
    private final int pad;
    private final List<TokenPipeline> views;

    /**
     * Views of text.
     *
     * @param length t, at least 1, the most tokens a view may have
     * @param pad the token behind shorter views
     * @param views what happens to the tokens of each view, in order; at least one view
     */
    public TokenViews(int length, int pad, List<List<TokenTransform>> views) {
        Ranges.require(!views.isEmpty(), "There is at least one view", "none");
        this.length = length;
        this.pad = pad;
        this.views = views.stream().map(view -> new TokenPipeline(length, view)).toList();
    }

    @Override
    public Batch<Tokens> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Tokens> {

        private final int n;
        private final List<TokenRows> tokens;
        private final List<TokenRows> masks;

        Slots(int n) {
            this.n = n;
            tokens = rows();
            masks = rows();
        }

        private List<TokenRows> rows() {
            return Stream.generate(() -> new TokenRows(n, length)).limit(views.size()).toList();
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            for (int v = 0; v < views.size(); v++) {
                TokenSequence sequence = views.get(v).apply(sample, random);
                tokens.get(v).put(slot, sequence.ids(), 0, sequence.length(), pad);
                masks.get(v).putMask(slot, sequence.length());
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays = new NDList();
            for (int v = 0; v < views.size(); v++) {
                arrays.add(tokens.get(v).toArray(manager));
                arrays.add(masks.get(v).toArray(manager));
            }
            return arrays;
        }
    }
}
