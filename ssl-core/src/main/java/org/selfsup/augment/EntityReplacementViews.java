package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;

/**
 * Text some of whose entities are replaced by others of the same kind, to be told apart.
 *
 * <p>A batch is the tokens and the mask of {@link TokenViews}, INT64 {@code (n, t)} each, then of
 * every entity in the text, INT64 {@code (n, m)} each: the place of the token before it, that of
 * the token behind it, and its label, 1 where it was replaced, 0 where it is as in the text, and
 * {@value MaskedTokenViews#IGNORED} where there are fewer entities, whose places are 0. An entity
 * at an end of the sequence has its own first or last token as neighbour; {@link SequenceEnds}
 * among the transforms gives it another.
 *
 * <p>No two neighbouring entities are both replaced, and none by one that would not fit into t
 * tokens. Entities beyond the first m stay as they are and have no label.
 *
 * <p>{@link #withMasking} hides tokens outside entities as well. A batch then ends with one array
 * more, INT64 {@code (n, t)}: the labels of {@link MaskedTokenViews}.
 *
 * <p>Xiong et al. 2019, <a href="https://arxiv.org/abs/1912.09637">Pretrained Encyclopedia: Weakly
 * Supervised Knowledge-Pretrained Language Model</a>. There the replacements of a text are drawn in
 * advance; here anew for every view.
 */
public final class EntityReplacementViews implements Views<Tokens> {

    private final int length;
    private final int most;
    private final int pad;
    private final TokenPipeline pipeline;
    private final Entities entities;
    private final double p;
    private final @Nullable TokenMasking masking;
    private final @Nullable Corruption corruption;

    /**
     * Text with replaced entities.
     *
     * @param length t, at least 1, the most tokens a view may have
     * @param most m, at least 1, the most entities with a label
     * @param pad the token behind shorter views
     * @param transforms what happens to the tokens first
     * @param entities tells entities and kinds
     * @param p probability that an entity is replaced if the one before it is not, 0 to 1
     */
    public EntityReplacementViews(
            int length,
            int most,
            int pad,
            List<TokenTransform> transforms,
            Entities entities,
            double p) {
        this(length, most, pad, new TokenPipeline(length, transforms), entities, p, null, null);
        Ranges.require(most >= 1, "There is room for at least one entity", most);
        Ranges.requireProbability(p);
    }

    private EntityReplacementViews(
            int length,
            int most,
            int pad,
            TokenPipeline pipeline,
            Entities entities,
            double p,
            @Nullable TokenMasking masking,
            @Nullable Corruption corruption) {
        this.length = length;
        this.most = most;
        this.pad = pad;
        this.pipeline = pipeline;
        this.entities = entities;
        this.p = p;
        this.masking = masking;
        this.corruption = corruption;
    }

    /**
     * The same views with some other tokens hidden, to be predicted.
     *
     * @param masking which tokens; those of its spans that meet an entity stay as they are
     * @param corruption what they are replaced by
     */
    public EntityReplacementViews withMasking(TokenMasking masking, Corruption corruption) {
        return new EntityReplacementViews(
                length, most, pad, pipeline, entities, p, masking, corruption);
    }

    @Override
    public Batch<Tokens> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Tokens> {

        private final int n;
        private final TokenRows tokens;
        private final TokenRows mask;
        private final TokenRows before;
        private final TokenRows behind;
        private final TokenRows replaced;
        private final @Nullable TokenRows labels;

        Slots(int n) {
            this.n = n;
            tokens = new TokenRows(n, length);
            mask = new TokenRows(n, length);
            before = new TokenRows(n, most);
            behind = new TokenRows(n, most);
            replaced = new TokenRows(n, most);
            labels = masking == null ? null : new TokenRows(n, length);
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            TokenSequence sequence = pipeline.apply(sample, random);
            int[] spans = entities.find(sequence);
            int count = Math.min(most, spans.length / 2);
            int[] fates = replace(sequence, spans, count, random);
            int[] left = new int[count];
            int[] right = new int[count];
            for (int i = 0; i < count; i++) {
                left[i] = Math.max(0, spans[2 * i] - 1);
                right[i] = Math.min(sequence.length() - 1, spans[2 * i + 1]);
            }
            if (labels != null) {
                int[] asked = mask(sequence, spans, random);
                labels.put(slot, asked, 0, asked.length, MaskedTokenViews.IGNORED);
            }
            tokens.put(slot, sequence.ids(), 0, sequence.length(), pad);
            mask.putMask(slot, sequence.length());
            before.put(slot, left, 0, count, 0);
            behind.put(slot, right, 0, count, 0);
            replaced.put(slot, fates, 0, count, MaskedTokenViews.IGNORED);
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays =
                    new NDList(
                            tokens.toArray(manager),
                            mask.toArray(manager),
                            before.toArray(manager),
                            behind.toArray(manager),
                            replaced.toArray(manager));
            if (labels != null) {
                arrays.add(labels.toArray(manager));
            }
            return arrays;
        }
    }

    /** Replaces some of the first entities and moves the spans; which were replaced. */
    private int[] replace(TokenSequence sequence, int[] spans, int count, RandomGenerator random) {
        int[] fates = new int[count];
        for (int i = 0; i < count; i++) {
            boolean free = i == 0 || fates[i - 1] == 0;
            if (!free || !Ranges.happens(p, random)) {
                continue;
            }
            int[] other = entities.other(sequence, spans[2 * i], spans[2 * i + 1], random);
            int growth = other.length - (spans[2 * i + 1] - spans[2 * i]);
            if (sequence.length() + growth <= length) {
                sequence.replace(spans[2 * i], spans[2 * i + 1], other);
                for (int k = 2 * i + 1; k < spans.length; k++) {
                    spans[k] += growth;
                }
                fates[i] = 1;
            }
        }
        return fates;
    }

    /** Hides tokens outside entities; the labels. */
    private int[] mask(TokenSequence sequence, int[] spans, RandomGenerator random) {
        boolean[] taken = new boolean[sequence.length()];
        for (int i = 0; i < spans.length; i += 2) {
            Arrays.fill(taken, spans[i], spans[i + 1], true);
        }
        int[] drawn = Objects.requireNonNull(masking).draw(sequence, random);
        int[] free =
                IntStream.range(0, drawn.length)
                        .filter(i -> isFree(taken, drawn[i & ~1], drawn[i | 1]))
                        .map(i -> drawn[i])
                        .toArray();
        int[] asked = MaskedRows.labels(sequence, free);
        Corruption by = Objects.requireNonNull(corruption);
        by.apply(sequence, free, by.vocabulary().regular(), random);
        return asked;
    }

    private static boolean isFree(boolean[] taken, int from, int to) {
        return IntStream.range(from, to).noneMatch(i -> taken[i]);
    }
}
