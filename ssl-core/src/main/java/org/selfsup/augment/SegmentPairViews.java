package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;

/**
 * Pairs of segments, some of whose tokens are to be restored:
 *
 * <pre>{@code [CLS] first segment [SEP] second segment [SEP] [PAD] ... }</pre>
 *
 * <p>A batch is the corrupted tokens, the labels and the mask of {@link MaskedTokenViews}, then the
 * segment of every token, 1 from the second segment on and 0 before it and in the padding, INT64
 * {@code (n, t)} each, and last the label of every pair, INT64 {@code (n, 1)}: 0 where the segments
 * follow one another in the text and 1 where they do not, as BERT and ALBERT have it.
 *
 * <p>A sample is cut into its two segments after one of the tokens that end a sentence, drawn
 * uniformly; where there is none, anywhere.
 */
public final class SegmentPairViews implements Views<Tokens> {

    private final int length;
    private final Set<Integer> ends;
    private final SegmentPairing pairing;
    private final TokenMasking masking;
    private final Corruption corruption;
    private final ThreadLocal<TokenSequence> sequences =
            ThreadLocal.withInitial(TokenSequence::new);

    /**
     * Pairs of segments.
     *
     * @param length t, at least 5: a sample has at most t - 3 tokens and at least 2
     * @param ends tokens that end a sentence, such as a full stop; may be none
     * @param pairing which segments come together
     * @param masking which tokens are to be predicted
     * @param corruption what they are replaced by; tells the special tokens
     */
    public SegmentPairViews(
            int length,
            Set<Integer> ends,
            SegmentPairing pairing,
            TokenMasking masking,
            Corruption corruption) {
        Ranges.require(length >= 5, "A pair of segments takes at least 5 tokens", length);
        this.length = length;
        this.ends = Set.copyOf(ends);
        this.pairing = pairing;
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
        private final TokenRows segments;
        private final TokenRows apart;

        Slots(int n) {
            this.n = n;
            rows = new MaskedRows(n, length, masking, corruption);
            segments = new TokenRows(n, length);
            apart = new TokenRows(n, 1);
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            Ranges.require(
                    sample.length() >= 2, "A pair is made of at least 2 tokens", sample.length());
            int cut = cut(sample, random);
            SegmentPairing.Pair pair =
                    pairing.draw(
                            new Tokens(sample.ids(), sample.offset(), cut),
                            new Tokens(sample.ids(), sample.offset() + cut, sample.length() - cut),
                            random);
            TokenSequence sequence = sequences.get();
            int second = join(pair, sequence);
            Ranges.requireFit(sequence, length);
            int[] segment = new int[sequence.length()];
            Arrays.fill(segment, second, segment.length, 1);
            segments.put(slot, segment, 0, segment.length, 0);
            apart.put(slot, new int[] {pair.follows() ? 0 : 1}, 0, 1, 0);
            rows.put(slot, sequence, random);
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays = rows.toArrays(manager);
            arrays.add(segments.toArray(manager));
            arrays.add(apart.toArray(manager));
            return arrays;
        }
    }

    /** How many tokens the first segment has. */
    private int cut(Tokens sample, RandomGenerator random) {
        int[] cuts =
                IntStream.range(1, sample.length())
                        .filter(cut -> ends.contains(sample.at(cut - 1)))
                        .toArray();
        return cuts.length > 0
                ? cuts[random.nextInt(cuts.length)]
                : random.nextInt(1, sample.length());
    }

    /** Puts the special tokens around a pair; the place of the second segment. */
    private int join(SegmentPairing.Pair pair, TokenSequence sequence) {
        Vocabulary vocabulary = corruption.vocabulary();
        Tokens first = pair.first();
        Tokens second = pair.second();
        int place = first.length() + 2;
        sequence.resize(place + second.length() + 1);
        int[] ids = sequence.ids();
        ids[0] = vocabulary.start();
        System.arraycopy(first.ids(), first.offset(), ids, 1, first.length());
        ids[place - 1] = vocabulary.separator();
        System.arraycopy(second.ids(), second.offset(), ids, place, second.length());
        ids[place + second.length()] = vocabulary.separator();
        return place;
    }
}
