package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;

/**
 * Text to be restored, and what its first hidden span says by itself.
 *
 * <p>A batch is the tokens, labels and mask of {@link MaskedTokenViews}, INT64 {@code (n, t)} each,
 * then the span's tokens between {@code [CLS]} and {@code [SEP]} and their mask, INT64 {@code (n, m
 * + 2)} each. Where nothing could be hidden, the span has no tokens.
 */
public final class MaskedNGramViews implements Views<Tokens> {

    private final int length;
    private final int most;
    private final TokenPipeline pipeline;
    private final NGramMasking masking;
    private final Corruption corruption;

    /**
     * Text one n-gram of which is hidden, among other tokens.
     *
     * @param length t, at least 1, the most tokens a view may have
     * @param transforms what happens to the tokens first, such as {@link SequenceEnds}
     * @param masking which tokens are hidden, the n-gram first; m is {@link NGramMasking#MOST}
     * @param corruption what they are replaced by, mostly the mask alone: whoever saw the n-gram
     *     could copy it
     */
    public MaskedNGramViews(
            int length,
            List<TokenTransform> transforms,
            NGramMasking masking,
            Corruption corruption) {
        this.length = length;
        most = NGramMasking.MOST + 2;
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
        private final TokenRows grams;
        private final TokenRows gramMask;

        Slots(int n) {
            this.n = n;
            rows = new MaskedRows(n, length, masking, corruption);
            grams = new TokenRows(n, most);
            gramMask = new TokenRows(n, most);
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            TokenSequence sequence = pipeline.apply(sample, random);
            int[] spans = masking.draw(sequence, random);
            Vocabulary vocabulary = masking.vocabulary();
            int from = spans.length == 0 ? 0 : spans[0];
            int count = spans.length == 0 ? 0 : spans[1] - from;
            int[] gram = new int[count + 2];
            System.arraycopy(sequence.ids(), from, gram, 1, count);
            gram[0] = vocabulary.start();
            gram[count + 1] = vocabulary.separator();
            grams.put(slot, gram, 0, gram.length, vocabulary.pad());
            gramMask.putMask(slot, gram.length);
            rows.put(slot, sequence, spans, random);
        }

        @Override
        public NDList toArrays(NDManager manager) {
            return rows.toArrays(manager)
                    .addAll(new NDList(grams.toArray(manager), gramMask.toArray(manager)));
        }
    }
}
