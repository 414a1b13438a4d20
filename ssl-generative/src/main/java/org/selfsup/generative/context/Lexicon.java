package org.selfsup.generative.context;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Vocabulary;

/**
 * The words of a text that get vectors, in the order of their tokens: those of the vocabulary that
 * occur and are not special.
 */
final class Lexicon {

    private static final int NONE = -1;

    private final List<String> words = new ArrayList<>();
    private final long[] counts;
    private final int[] number; // of each token of the vocabulary

    /** Counts the words of sentences. */
    Lexicon(Samples<Tokens> sentences, Vocabulary vocabulary) {
        long[] of = new long[vocabulary.size()];
        for (int i = 0; i < sentences.size(); i++) {
            Tokens tokens = get(sentences, i);
            for (int place = 0; place < tokens.length(); place++) {
                of[tokens.at(place)]++;
            }
        }
        number = new int[of.length];
        for (int token = 0; token < of.length; token++) {
            number[token] = NONE;
            if (of[token] > 0 && !vocabulary.isSpecial(token)) {
                number[token] = words.size();
                of[words.size()] = of[token];
                words.add(vocabulary.token(token));
            }
        }
        counts = Arrays.copyOf(of, words.size());
    }

    List<String> words() {
        return words;
    }

    long[] counts() {
        return counts;
    }

    /**
     * The probability that a word stays in its sentence, so that frequent words do not crowd out
     * the others.
     *
     * <pre>{@code P(w) = min(1, sqrt(t / f(w)) + t / f(w)),   f(w) = share of all words }</pre>
     *
     * <p>The formula of the code of word2vec and fastText; the paper's is sqrt(t / f).
     */
    float[] kept(double threshold) {
        long all = Arrays.stream(counts).sum();
        float[] kept = new float[counts.length];
        for (int i = 0; i < kept.length; i++) {
            double share = threshold * (double) all / (double) counts[i];
            kept[i] = (float) Math.min(1, Math.sqrt(share) + share);
        }
        return kept;
    }

    /** Sentences as numbers of these words; others are left out. */
    Sequences sequences(Samples<Tokens> sentences) {
        return new Sequences() {
            @Override
            public int size() {
                return sentences.size();
            }

            @Override
            public int[] get(int epoch, int index) {
                Tokens tokens = Lexicon.get(sentences, index);
                int[] numbers = new int[tokens.length()];
                int count = 0;
                for (int place = 0; place < numbers.length; place++) {
                    int found = number[tokens.at(place)];
                    if (found != NONE) {
                        numbers[count++] = found;
                    }
                }
                return Arrays.copyOf(numbers, count);
            }
        };
    }

    private static Tokens get(Samples<Tokens> sentences, int index) {
        try {
            return sentences.get(index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
