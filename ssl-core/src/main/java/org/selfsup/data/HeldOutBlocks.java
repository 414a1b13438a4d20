package org.selfsup.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A text of which every tenth block is held out, so that what is held out lies among what is learnt
 * from and yet never next to it.
 *
 * <pre>{@code
 * part:   | block | block | block | block | held  | block | ... 10 to 50 blocks of equal length
 * held:   a window's length is dropped at either end
 * }</pre>
 *
 * <p>Made for telling the parts of a text apart: a text of one part is taken as its two halves, and
 * the class of a segment is the half it comes from (for collected plays, about that of the play its
 * speakers belong to). That is defined for every text, needs no labels, and cannot be solved by
 * knowing the text right beside a segment.
 *
 * @param corpus in one part, which is cut into halves, or several
 * @param tokenizer from text to tokens
 * @param length tokens in a window, at least 1
 */
public record HeldOutBlocks(Corpus corpus, Tokenizer tokenizer, int length) {

    private static final int EVERY = 10;
    private static final int HELD = 4; // of every ten, so that a text starts with what is learnt
    private static final int MOST = 50;
    private static final int WINDOWS = 4; // of a block, at least

    /** Checks the length, and cuts a text of one part. */
    public HeldOutBlocks {
        if (length < 1) {
            throw new IllegalArgumentException("A window has at least 1 token, got " + length);
        }
        corpus = corpus.parts().size() == 1 ? corpus.inParts(2) : corpus;
    }

    /**
     * Windows to learn from, which may overlap, and held-out ones, which do not. Their class is the
     * part they come from.
     *
     * @param stride tokens from one training window to the next, at least 1
     * @throws IllegalArgumentException if a part is shorter than 40 windows
     */
    public DataSet<Tokens> windows(int stride) {
        List<int[]> train = new ArrayList<>();
        List<int[]> held = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> heldNames = new ArrayList<>();
        Fingerprint fingerprint = new Fingerprint();
        tokenizer.vocabulary().addTo(fingerprint);
        for (Corpus.Part part : corpus.parts()) {
            int[] tokens = tokenizer.encode(part.text());
            train.addAll(runs(tokens, false));
            held.addAll(runs(tokens, true));
            names.addAll(Collections.nCopies(train.size() - names.size(), part.name()));
            heldNames.addAll(Collections.nCopies(held.size() - heldNames.size(), part.name()));
            fingerprint.add(part.name()).add(part.text());
        }
        TokenWindows learnt = new TokenWindows(train, names, length, stride);
        TokenWindows kept = new TokenWindows(held, heldNames, length, length);
        return new DataSet<>(
                learnt,
                kept,
                "%s, %d training and %d held-out windows of %d tokens, vocabulary of %d, %d parts"
                        .formatted(
                                corpus.name(),
                                learnt.size(),
                                kept.size(),
                                length,
                                tokenizer.vocabulary().size(),
                                corpus.parts().size()),
                fingerprint.add("blocks").add(length).add(stride).hex());
    }

    /** Contiguous tokens of one kind. */
    private List<int[]> runs(int[] tokens, boolean held) {
        int blocks = Math.min(MOST, tokens.length / (WINDOWS * length)) / EVERY * EVERY;
        if (blocks == 0) {
            throw new IllegalArgumentException(
                    "To hold out blocks, every part of a text has at least %d windows of %d tokens, got %d tokens; use shorter windows or more text"
                            .formatted(EVERY * WINDOWS, length, tokens.length));
        }
        List<int[]> runs = new ArrayList<>();
        int from = 0;
        for (int block = HELD; block < blocks; block += EVERY) {
            int start = start(tokens, block, blocks);
            int end = start(tokens, block + 1, blocks);
            runs.add(
                    held
                            ? Arrays.copyOfRange(tokens, start + length, end - length)
                            : Arrays.copyOfRange(tokens, from, start));
            from = end;
        }
        if (!held) {
            runs.add(Arrays.copyOfRange(tokens, from, tokens.length));
        }
        return runs;
    }

    /** Where a block starts. */
    private static int start(int[] tokens, int block, int blocks) {
        return (int) ((long) tokens.length * block / blocks);
    }
}
