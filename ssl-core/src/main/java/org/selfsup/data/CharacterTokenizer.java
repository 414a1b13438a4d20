package org.selfsup.data;

import java.util.HashMap;
import java.util.Map;

/** Characters (Unicode code points) as tokens. A word is a run of letters, digits and marks. */
public final class CharacterTokenizer implements Tokenizer {

    private final Vocabulary vocabulary;
    private final Map<Integer, Integer> numbers = new HashMap<>(); // by code point
    private final boolean[] inWord; // by number

    /** Knows the characters of a vocabulary. */
    public CharacterTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        inWord = new boolean[vocabulary.size()];
        for (int number : vocabulary.regular()) {
            String token = vocabulary.token(number);
            int character = token.codePointAt(0);
            if (token.length() != Character.charCount(character)) {
                throw new IllegalArgumentException(
                        "The tokens of characters have one character each, got '" + token + "'");
            }
            numbers.put(character, number);
            inWord[number] = TextWords.isInside(character);
        }
    }

    /**
     * Knows every character of a text.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static CharacterTokenizer of(String text) {
        Map<Integer, Long> counts = new HashMap<>();
        text.codePoints().forEach(c -> counts.merge(c, 1L, Long::sum));
        Map<String, Long> named = new HashMap<>();
        counts.forEach((c, count) -> named.put(Character.toString(c), count));
        return new CharacterTokenizer(Vocabulary.of(named, 1));
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int[] encode(String text) {
        return text.codePoints()
                .map(
                        c -> {
                            Integer number = numbers.get(c);
                            return number != null ? number : vocabulary.unknown();
                        })
                .toArray();
    }

    @Override
    public String decode(int[] tokens) {
        StringBuilder text = new StringBuilder(tokens.length);
        for (int token : tokens) {
            text.append(vocabulary.token(token));
        }
        return text.toString();
    }

    @Override
    public boolean continuesWord(int before, int token) {
        return inWord[before] && inWord[token];
    }
}
