package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;

/**
 * Text to be restored: a batch is the corrupted tokens, the labels and the mask, INT64 {@code (n,
 * t)} each. A label is the token to be predicted, or {@value #IGNORED} where none is; the mask is 1
 * where there is a token and 0 where there is padding.
 */
public final class MaskedTokenViews implements Views<Tokens> {

    /** The label of a token that is not to be predicted. */
    public static final int IGNORED = -100;

    private final int length;
    private final TokenPipeline pipeline;
    private final TokenMasking masking;
    private final Corruption corruption;

    /**
     * Text to be restored.
     *
     * @param length t, at least 1, the most tokens a view may have
     * @param transforms what happens to the tokens before they are masked, such as {@link
     *     SequenceEnds}
     * @param masking which tokens are to be predicted
     * @param corruption what they are replaced by
     */
    public MaskedTokenViews(
            int length,
            List<TokenTransform> transforms,
            TokenMasking masking,
            Corruption corruption) {
        this.length = length;
        pipeline = new TokenPipeline(length, transforms);
        this.masking = masking;
        this.corruption = corruption;
    }

    @Override
    public Batch<Tokens> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Tokens> {

        private final int n;
        private final MaskedRows rows;

        Slots(int n) {
            this.n = n;
            rows = new MaskedRows(n, length, masking, corruption);
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            TokenSequence sequence = pipeline.apply(sample, random);
            rows.put(slot, sequence, random);
        }

        @Override
        public NDList toArrays(NDManager manager) {
            return rows.toArrays(manager);
        }
    }
}
