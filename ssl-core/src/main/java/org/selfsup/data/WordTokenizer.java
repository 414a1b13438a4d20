package org.selfsup.data;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Words and punctuation marks as tokens; white space is dropped.
 *
 * <p>A word is a run of letters, digits and marks, with apostrophes between them. Decoding puts a
 * space between tokens; encoding that again gives the same numbers, unless words were unknown.
 */
public final class WordTokenizer implements Tokenizer {

    private final Vocabulary vocabulary;
    private final boolean lowerCase;

    /**
     * Knows the words of a vocabulary.
     *
     * @param lowerCase whether text is turned into lower case first
     */
    public WordTokenizer(Vocabulary vocabulary, boolean lowerCase) {
        this.vocabulary = vocabulary;
        this.lowerCase = lowerCase;
    }

    /**
     * Knows the words of a text that occur often enough; the others are {@code [UNK]}.
     *
     * @param minCount least count, at least 1
     * @param lowerCase whether text is turned into lower case first
     * @throws IllegalArgumentException if fewer than two words occur so often
     */
    public static WordTokenizer of(String text, long minCount, boolean lowerCase) {
        Map<String, Long> counts = new HashMap<>();
        TextWords.forEach(
                lowerCase ? text.toLowerCase(Locale.ROOT) : text,
                word -> counts.merge(word, 1L, Long::sum));
        return new WordTokenizer(Vocabulary.of(counts, minCount), lowerCase);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int[] encode(String text) {
        IntStream.Builder numbers = IntStream.builder();
        TextWords.forEach(
                lowerCase ? text.toLowerCase(Locale.ROOT) : text,
                word -> numbers.add(vocabulary.number(word)));
        return numbers.build().toArray();
    }

    @Override
    public String decode(int[] tokens) {
        return IntStream.of(tokens).mapToObj(vocabulary::token).collect(Collectors.joining(" "));
    }

    @Override
    public boolean continuesWord(int before, int token) {
        return false;
    }
}
