package org.selfsup.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens by number. Some are special: they stand for no text of their own.
 *
 * <p>A vocabulary made from counts starts with the five of {@link #SPECIAL}; the others follow from
 * the most to the least frequent.
 */
public final class Vocabulary {

    /** Padding, unknown token, start of a sequence, separator, mask: numbers 0 to 4. */
    public static final List<String> SPECIAL =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    /** For RoBERTa's names of the same tokens. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of(
                    "[PAD]", "<pad>", "[UNK]", "<unk>", "[CLS]", "<s>", "[SEP]", "</s>", "[MASK]",
                    "<mask>");

    private final List<String> tokens;
    private final long[] counts;
    private final boolean[] special;
    private final int[] regular;
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * A vocabulary as it is.
     *
     * @param tokens by number, each once
     * @param counts how often each occurs, 0 where that is not known
     * @param special whether each is special; two at least are not
     * @throws IllegalArgumentException if the lengths differ, a token occurs twice, or fewer than
     *     two are not special
     */
    Vocabulary(List<String> tokens, long[] counts, boolean[] special) {
        if (counts.length != tokens.size() || special.length != tokens.size()) {
            throw new IllegalArgumentException(
                    "There are %d tokens, but %d counts and %d marks; give one each"
                            .formatted(tokens.size(), counts.length, special.length));
        }
        this.tokens = List.copyOf(tokens);
        this.counts = counts.clone();
        this.special = special.clone();
        List<Integer> plain = new ArrayList<>();
        for (int i = 0; i < special.length; i++) {
            if (numbers.put(tokens.get(i), i) != null) {
                throw new IllegalArgumentException("Token '" + tokens.get(i) + "' occurs twice");
            }
            if (!special[i]) {
                plain.add(i);
            }
        }
        regular = plain.stream().mapToInt(Integer::intValue).toArray();
        if (regular.length < 2) {
            throw new IllegalArgumentException(
                    "A vocabulary has at least 2 tokens that are not special, got "
                            + regular.length
                            + "; use more text or a smaller least count");
        }
    }

    /**
     * The special tokens and those that occur often enough.
     *
     * @param counts how often each token occurs
     * @param minCount least count, at least 1
     * @throws IllegalArgumentException if fewer than two tokens are left
     */
    public static Vocabulary of(Map<String, Long> counts, long minCount) {
        if (minCount < 1) {
            throw new IllegalArgumentException("The least count is at least 1, got " + minCount);
        }
        List<String> tokens = new ArrayList<>(SPECIAL);
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= minCount && !SPECIAL.contains(entry.getKey()))
                .sorted(
                        Comparator.comparing((Map.Entry<String, Long> entry) -> -entry.getValue())
                                .thenComparing(Map.Entry::getKey))
                .forEach(entry -> tokens.add(entry.getKey()));
        long[] of = new long[tokens.size()];
        boolean[] special = new boolean[tokens.size()];
        for (int i = 0; i < of.length; i++) {
            special[i] = i < SPECIAL.size();
            of[i] = special[i] ? 0 : counts.getOrDefault(tokens.get(i), 0L);
        }
        return new Vocabulary(tokens, of, special);
    }

    /** How many tokens there are, the special ones included. */
    public int size() {
        return tokens.size();
    }

    /** All tokens, by number. */
    public List<String> tokens() {
        return tokens;
    }

    /** The token of a number. */
    public String token(int number) {
        return tokens.get(number);
    }

    /** Whether there is such a token. */
    public boolean contains(String token) {
        return numbers.containsKey(token);
    }

    /**
     * The number of a token, that of {@code [UNK]} if it is not there.
     *
     * @throws IllegalArgumentException if neither is there
     */
    public int number(String token) {
        Integer number = numbers.get(token);
        return number != null ? number : require(SPECIAL.get(1));
    }

    /** How often a token occurs in what the vocabulary was made from, 0 if that is not known. */
    public long count(int number) {
        return counts[number];
    }

    /** Whether a token is special. */
    public boolean isSpecial(int number) {
        return special[number];
    }

    /** The tokens that are not special, in order: what a random token is drawn from. */
    public int[] regular() {
        return regular.clone();
    }

    /** The number of {@code [PAD]}; throws IllegalArgumentException if it is not there. */
    public int pad() {
        return require(SPECIAL.get(0));
    }

    /** The number of {@code [UNK]}; throws IllegalArgumentException if it is not there. */
    public int unknown() {
        return require(SPECIAL.get(1));
    }

    /** The number of {@code [CLS]}; throws IllegalArgumentException if it is not there. */
    public int start() {
        return require(SPECIAL.get(2));
    }

    /** The number of {@code [SEP]}; throws IllegalArgumentException if it is not there. */
    public int separator() {
        return require(SPECIAL.get(3));
    }

    /** The number of {@code [MASK]}; throws IllegalArgumentException if it is not there. */
    public int mask() {
        return require(SPECIAL.get(4));
    }

    private int require(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            number = numbers.get(OTHER_NAMES.getOrDefault(name, name));
        }
        if (number == null) {
            throw new IllegalArgumentException(
                    "The vocabulary of %d tokens has no %s; use one that has, or do without"
                            .formatted(tokens.size(), name));
        }
        return number;
    }

    void addTo(Fingerprint fingerprint) {
        fingerprint.add(tokens.size());
        tokens.forEach(fingerprint::add);
    }
}
