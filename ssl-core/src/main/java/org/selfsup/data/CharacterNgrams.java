package org.selfsup.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The character n-grams of a word, spread over a number of buckets by a hash: fastText's.
 *
 * <pre>{@code
 * "where" -> "<where>" -> <wh, <whe, ..., her, ..., ere>, re>
 * h = 2166136261;  for each byte b of the n-gram in UTF-8:  h = (h ^ b) 16777619 mod 2^32
 * }</pre>
 *
 * <p>The word is put in angle brackets first; n-grams come in the order of their start, then of
 * their length, the whole bracketed word among them where it is short enough. Bytes are signed and
 * extended, as in fastText: outside of ASCII that is not the hash FNV-1a. The end of a sentence,
 * {@code </s>}, has no n-grams.
 *
 * <p>Bojanowski et al. 2017, <a href="https://arxiv.org/abs/1607.04606">Enriching Word Vectors with
 * Subword Information</a>, section 3.2.
 *
 * @param shortest characters of the shortest n-gram, at least 1 (paper: 3)
 * @param longest characters of the longest, at least {@code shortest} (paper: 6)
 * @param buckets how many, at least 1 (paper: 2,000,000)
 */
public record CharacterNgrams(int shortest, int longest, int buckets) {

    private static final String END_OF_SENTENCE = "</s>";
    private static final int OFFSET = 0x811C9DC5;
    private static final int PRIME = 16_777_619;

    /** Words without n-grams. */
    public static final CharacterNgrams NONE = new CharacterNgrams(0, 0, 0);

    /** Checks the ranges. */
    public CharacterNgrams {
        boolean none = shortest == 0 && longest == 0 && buckets == 0;
        if (!none && (shortest < 1 || longest < shortest || buckets < 1)) {
            throw new IllegalArgumentException(
                    "n-grams have from 1 to a larger number of characters and at least 1 bucket, got %d to %d in %d buckets"
                            .formatted(shortest, longest, buckets));
        }
    }

    /** The n-grams of a word. */
    public List<String> of(String word) {
        List<String> ngrams = new ArrayList<>();
        if (word.equals(END_OF_SENTENCE)) {
            return ngrams;
        }
        int[] characters = ('<' + word + '>').codePoints().toArray();
        for (int from = 0; from < characters.length; from++) {
            int most = Math.min(longest, characters.length - from);
            for (int n = Math.max(1, shortest); n <= most; n++) {
                boolean bracket = n == 1 && (from == 0 || from + 1 == characters.length);
                if (!bracket) {
                    ngrams.add(new String(characters, from, n));
                }
            }
        }
        return ngrams;
    }

    /** The bucket of each n-gram of a word, from 0 to {@code buckets - 1}. */
    public int[] buckets(String word) {
        return of(word).stream()
                .mapToInt(ngram -> Integer.remainderUnsigned(hash(ngram), buckets))
                .toArray();
    }

    /** The hash of a text, to be read without sign. */
    static int hash(String text) {
        int hash = OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * PRIME;
        }
        return hash;
    }
}
