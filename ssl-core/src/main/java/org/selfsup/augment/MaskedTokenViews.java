package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
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
    private final List<TokenTransform> transforms;
    private final TokenMasking masking;
    private final Corruption corruption;
    private final int pad;
    private final int[] regular;
    private final ThreadLocal<TokenSequence> sequences =
            ThreadLocal.withInitial(TokenSequence::new);

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
        Ranges.requireLength(length);
        this.length = length;
        this.transforms = List.copyOf(transforms);
        this.masking = masking;
        this.corruption = corruption;
        pad = corruption.vocabulary().pad();
        regular = corruption.vocabulary().regular();
    }

    @Override
    public Batch<Tokens> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Tokens> {

        private final int n;
        private final TokenRows tokens;
        private final TokenRows labels;
        private final TokenRows mask;

        Slots(int n) {
            this.n = n;
            tokens = new TokenRows(n, length);
            labels = new TokenRows(n, length);
            mask = new TokenRows(n, length);
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            TokenSequence sequence = sequences.get();
            sequence.set(sample);
            for (TokenTransform transform : transforms) {
                transform.apply(sequence, random);
            }
            Ranges.requireFit(sequence, length);
            int[] spans = masking.draw(sequence, random);
            int[] asked = new int[sequence.length()];
            Arrays.fill(asked, IGNORED);
            for (int i = 0; i < spans.length; i += 2) {
                System.arraycopy(
                        sequence.ids(), spans[i], asked, spans[i], spans[i + 1] - spans[i]);
            }
            corruption.apply(sequence, spans, regular, random);
            tokens.put(slot, sequence.ids(), 0, sequence.length(), pad);
            labels.put(slot, asked, 0, asked.length, IGNORED);
            mask.putMask(slot, sequence.length());
        }

        @Override
        public NDList toArrays(NDManager manager) {
            return new NDList(
                    tokens.toArray(manager), labels.toArray(manager), mask.toArray(manager));
        }
    }
}
