package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Randomness;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;

/**
 * Text in a random order, to be told from its end: a batch is the tokens {@code (n, t)}, the rank
 * of every place in the order {@code (n, t)}, from 0, and the places to be told {@code (n, m)},
 * from left to right, all INT64.
 *
 * <p>Those are the last m = max(1, t / K) of the order, so that all of them have much to be told
 * from. Special tokens come first in the order, so none is told. The tokens stay where they are in
 * the text.
 *
 * <p>Yang et al. 2019, <a href="https://arxiv.org/abs/1906.08237">XLNet</a>, section 2.3, partial
 * prediction.
 */
public final class PermutationViews implements Views<Tokens> {

    private final int length;
    private final int told;
    private final Vocabulary vocabulary;
    private final TokenPipeline pipeline;

    /**
     * Text in a random order.
     *
     * @param length t, at least 2; every sample has as many tokens after the transforms
     * @param share K, at least 2: one of so many places is told (XLNet: 6 or 7)
     * @param vocabulary tells special tokens
     * @param transforms what happens to the tokens first, such as {@link SequenceEnds}
     */
    public PermutationViews(
            int length, int share, Vocabulary vocabulary, List<TokenTransform> transforms) {
        Ranges.require(length >= 2, "An order takes at least 2 tokens", length);
        Ranges.require(share >= 2, "At most every second token is told, so K is at least 2", share);
        this.length = length;
        told = Math.max(1, length / share);
        this.vocabulary = vocabulary;
        pipeline = new TokenPipeline(length, transforms);
    }

    @Override
    public Batch<Tokens> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Tokens> {

        private final int n;
        private final TokenRows tokens;
        private final TokenRows ranks;
        private final TokenRows places;

        Slots(int n) {
            this.n = n;
            tokens = new TokenRows(n, length);
            ranks = new TokenRows(n, length);
            places = new TokenRows(n, told);
        }

        @Override
        public void put(int slot, Tokens sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            TokenSequence sequence = pipeline.apply(sample, random);
            Ranges.require(
                    sequence.length() == length,
                    "In an order of " + length + " places a text has as many tokens",
                    sequence.length());
            int[] order = order(sequence, random);
            int[] rank = new int[length];
            for (int i = 0; i < length; i++) {
                rank[order[i]] = i;
            }
            int[] last = Arrays.copyOfRange(order, length - told, length);
            Arrays.sort(last);
            tokens.put(slot, sequence.ids(), 0, length, 0);
            ranks.put(slot, rank, 0, length, 0);
            places.put(slot, last, 0, told, 0);
        }

        /** Places, special tokens first, else at random. */
        private int[] order(TokenSequence sequence, RandomGenerator random) {
            int[] order = new int[length];
            int from = 0;
            int to = length;
            for (int place : Randomness.permutation(length, random)) {
                if (vocabulary.isSpecial(sequence.ids()[place])) {
                    order[from++] = place;
                } else {
                    order[--to] = place;
                }
            }
            Ranges.require(
                    length - to >= told,
                    "To tell " + told + " tokens of a text it has as many that are not special",
                    length - to);
            return order;
        }

        @Override
        public NDList toArrays(NDManager manager) {
            return new NDList(
                    tokens.toArray(manager), ranks.toArray(manager), places.toArray(manager));
        }
    }
}
