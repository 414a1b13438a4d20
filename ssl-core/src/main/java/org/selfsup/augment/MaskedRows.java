package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Room for a batch of text to be restored: tokens, labels and mask, {@code (n, t)} each. */
final class MaskedRows {

    private final TokenMasking masking;
    private final Corruption corruption;
    private final int pad;
    private final int[] regular;
    private final TokenRows tokens;
    private final TokenRows labels;
    private final TokenRows mask;

    MaskedRows(int n, int length, TokenMasking masking, Corruption corruption) {
        this.masking = masking;
        this.corruption = corruption;
        pad = corruption.vocabulary().pad();
        regular = corruption.vocabulary().regular();
        tokens = new TokenRows(n, length);
        labels = new TokenRows(n, length);
        mask = new TokenRows(n, length);
    }

    /** Masks a sequence and writes it. Threads may write to other rows. */
    void put(int row, TokenSequence sequence, RandomGenerator random) {
        put(row, sequence, masking.draw(sequence, random), random);
    }

    /** Masks spans of a sequence and writes it. Threads may write to other rows. */
    void put(int row, TokenSequence sequence, int[] spans, RandomGenerator random) {
        int[] asked = labels(sequence, spans);
        corruption.apply(sequence, spans, regular, random);
        tokens.put(row, sequence.ids(), 0, sequence.length(), pad);
        labels.put(row, asked, 0, asked.length, MaskedTokenViews.IGNORED);
        mask.putMask(row, sequence.length());
    }

    /**
     * The tokens of some spans, to be predicted, and {@link MaskedTokenViews#IGNORED} elsewhere.
     */
    static int[] labels(TokenSequence sequence, int[] spans) {
        int[] asked = new int[sequence.length()];
        Arrays.fill(asked, MaskedTokenViews.IGNORED);
        for (int i = 0; i < spans.length; i += 2) {
            System.arraycopy(sequence.ids(), spans[i], asked, spans[i], spans[i + 1] - spans[i]);
        }
        return asked;
    }

    NDList toArrays(NDManager manager) {
        return new NDList(tokens.toArray(manager), labels.toArray(manager), mask.toArray(manager));
    }
}
