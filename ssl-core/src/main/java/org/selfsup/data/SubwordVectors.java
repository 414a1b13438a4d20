package org.selfsup.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors of words made of those of their n-grams, so that there is one for any word: fastText's.
 *
 * <pre>{@code v(w) = mean of the rows of w itself, if it is known, and of its n-grams }</pre>
 *
 * <p>A known word has its own row and one for each n-gram, an unknown one those of its n-grams
 * alone; n-grams of one bucket share a row. The paper sums where fastText and this take the mean,
 * which has the same direction. Files are fastText's {@code .bin}, which fastText and gensim read.
 *
 * <p>Bojanowski et al. 2017, <a href="https://arxiv.org/abs/1607.04606">Enriching Word Vectors with
 * Subword Information</a>.
 */
public final class SubwordVectors {

    private final List<String> words;
    private final long[] counts;
    private final float[][] input;
    private final float[][] output;
    private final Training training;
    private final Map<String, Integer> numbers = new HashMap<>();

    /**
     * How the vectors were learnt, which fastText's files hold.
     *
     * @param context what is predicted from what
     * @param loss how
     * @param window largest distance between a word and its context
     * @param epochs passes over the text
     * @param leastCount of a word that is known
     * @param negatives sampled for each word
     * @param threshold of sub-sampling frequent words
     * @param ngrams what words are made of
     */
    public record Training(
            Context context,
            Loss loss,
            int window,
            int epochs,
            int leastCount,
            int negatives,
            double threshold,
            CharacterNgrams ngrams) {

        /** What is predicted from what. */
        public enum Context {
            /** A word from those around it. */
            CBOW,
            /** Those around a word from it. */
            SKIP_GRAM
        }

        /** How words are predicted. */
        public enum Loss {
            /** Along a Huffman tree. */
            HIERARCHICAL_SOFTMAX,
            /** Against sampled words. */
            NEGATIVE_SAMPLING,
            /** Against all words. */
            SOFTMAX,
            /** Every word by itself. */
            ONE_VS_ALL
        }
    }

    /**
     * Learnt rows.
     *
     * @param words n different words, at least one
     * @param counts how often each occurred
     * @param input rows of the n words, then of the buckets, {@code (n + buckets, d)}; shared, not
     *     copied
     * @param output rows that words are predicted with, {@code (n, d)}; shared, not copied
     * @param training how they were learnt
     * @throws IllegalArgumentException if the sizes do not fit or a word occurs twice
     */
    public SubwordVectors(
            List<String> words,
            long[] counts,
            float[][] input,
            float[][] output,
            Training training) {
        int n = words.size();
        int buckets = training.ngrams().buckets();
        if (n == 0
                || counts.length != n
                || output.length != n
                || input.length != (long) n + buckets) {
            throw new IllegalArgumentException(
                    "There is a count, an input and an output row for each word and an input row for each of %d buckets, got %d words, %d counts, %d input and %d output rows"
                            .formatted(buckets, n, counts.length, input.length, output.length));
        }
        this.words = List.copyOf(words);
        this.counts = counts.clone();
        this.input = input;
        this.output = output;
        this.training = training;
        for (int i = 0; i < n; i++) {
            if (numbers.put(words.get(i), i) != null) {
                throw new IllegalArgumentException(
                        "The word \"%s\" occurs twice".formatted(words.get(i)));
            }
        }
    }

    /**
     * Reads the {@code .bin} file of word vectors that fastText or {@link #save} wrote.
     *
     * @throws IOException if it is missing or damaged, or holds a classifier or quantized vectors;
     *     the message names the file
     */
    public static SubwordVectors read(Path file) throws IOException {
        return FastTextFile.read(file);
    }

    /**
     * Writes fastText's {@code .bin} file. What was learnt with a hierarchical softmax gives the
     * same vectors there, but cannot be trained further: fastText's tree and signs are others.
     *
     * @throws IllegalArgumentException if a word is empty or has white space in it, which the
     *     format cannot hold
     */
    public void save(Path file) throws IOException {
        FastTextFile.write(file, this);
    }

    /** The known words, in the order of their rows. */
    public List<String> words() {
        return words;
    }

    /** How often each known word occurred. */
    public long[] counts() {
        return counts.clone();
    }

    /** How the vectors were learnt. */
    public Training training() {
        return training;
    }

    /** d, the values of a vector. */
    public int dimension() {
        return input[0].length;
    }

    /** Whether a word has a row of its own. */
    public boolean contains(String word) {
        return numbers.containsKey(word);
    }

    /** The vector of any word, {@code (d)}; zero for an unknown one without n-grams. */
    public float[] vector(String word) {
        Integer own = numbers.get(word);
        int[] buckets = training.ngrams().buckets(word);
        float[] sum = new float[dimension()];
        if (own != null) {
            add(sum, input[own]);
        }
        for (int bucket : buckets) {
            add(sum, input[words.size() + bucket]);
        }
        int rows = buckets.length + (own == null ? 0 : 1);
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= Math.max(1, rows);
        }
        return sum;
    }

    /** The vectors of all known words, to compare words with. */
    public WordVectors known() {
        return new WordVectors(words, words.stream().map(this::vector).toArray(float[][]::new));
    }

    private static void add(float[] sum, float[] row) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += row[i];
        }
    }

    float[][] input() {
        return input;
    }

    float[][] output() {
        return output;
    }
}
