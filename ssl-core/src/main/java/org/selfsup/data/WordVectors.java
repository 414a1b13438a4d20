package org.selfsup.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Vectors of words, or of whatever has a name: {@code (n, d)}, all finite.
 *
 * <p>Two are alike by their cosine, from -1 to 1. Files are those of word2vec, which gensim and
 * fastText read too: text, one word a line (fastText's {@code .vec}), or binary, which is smaller
 * and exact. Both lose nothing here.
 *
 * <p>Mikolov et al. 2013, <a href="https://arxiv.org/abs/1301.3781">Efficient Estimation of Word
 * Representations in Vector Space</a>.
 */
public final class WordVectors {

    private final List<String> words;
    private final float[][] vectors;
    private final Map<String, Integer> rows = new HashMap<>();
    private final double[] norms;

    /**
     * Named vectors.
     *
     * @param words n different names, at least one
     * @param vectors {@code (n, d)}, d at least 1; shared, not copied
     * @throws IllegalArgumentException if the sizes do not fit, a word occurs twice or a value is
     *     not finite
     */
    public WordVectors(List<String> words, float[][] vectors) {
        this.words = List.copyOf(words);
        this.vectors = vectors;
        int d = vectors.length == 0 ? 0 : vectors[0].length;
        if (d == 0 || vectors.length != words.size()) {
            throw new IllegalArgumentException(
                    "Vectors of words are n rows of at least 1 value, one for each word, got %d words and %d rows of %d"
                            .formatted(words.size(), vectors.length, d));
        }
        norms = new double[vectors.length];
        for (int row = 0; row < vectors.length; row++) {
            if (vectors[row].length != d) {
                throw new IllegalArgumentException(
                        "The vector of \"%s\" has %d values, that of \"%s\" %d; give all the same"
                                .formatted(words.get(row), vectors[row].length, words.get(0), d));
            }
            norms[row] = Math.sqrt(dot(vectors[row], vectors[row]));
            if (!Double.isFinite(norms[row])) {
                throw new IllegalArgumentException(
                        "The vector of \"%s\" is not finite: training has diverged; train again with a lower learning rate"
                                .formatted(words.get(row)));
            }
            if (rows.put(words.get(row), row) != null) {
                throw new IllegalArgumentException(
                        "The word \"%s\" occurs twice".formatted(words.get(row)));
            }
        }
    }

    /**
     * Reads word2vec's text format or fastText's {@code .vec}, plain or gzip. A word that occurs
     * again, or is white space, is left out with a warning.
     *
     * @throws IOException if it is missing or damaged; the message names file and line
     */
    public static WordVectors readText(Path file) throws IOException {
        return VectorFile.readText(file);
    }

    /**
     * Reads word2vec's binary format, plain or gzip; otherwise as {@link #readText}.
     *
     * @throws IOException if it is missing or damaged; the message names the file
     */
    public static WordVectors readBinary(Path file) throws IOException {
        return VectorFile.readBinary(file);
    }

    /**
     * Writes word2vec's text format, whose numbers are read back to the bit.
     *
     * @throws IllegalArgumentException if a word is empty or has white space in it, which the
     *     format cannot hold
     */
    public void saveText(Path file) throws IOException {
        VectorFile.writeText(file, this);
    }

    /** Writes word2vec's binary format; throws as {@link #saveText} does. */
    public void saveBinary(Path file) throws IOException {
        VectorFile.writeBinary(file, this);
    }

    /** The names, in the order of the rows. */
    public List<String> words() {
        return words;
    }

    /** d, the values of a vector. */
    public int dimension() {
        return vectors[0].length;
    }

    /** Whether there is a vector of that name. */
    public boolean contains(String word) {
        return rows.containsKey(word);
    }

    /**
     * The vector of a word; shared, not copied.
     *
     * @throws IllegalArgumentException if there is none
     */
    public float[] vector(String word) {
        return vectors[row(word)];
    }

    /** The vector of row i; shared, not copied. */
    public float[] vector(int row) {
        return vectors[row];
    }

    /** The vectors as samples, in the order of the rows; shared, not copied. */
    public Samples<float[]> samples() {
        return new Samples<>() {
            @Override
            public int size() {
                return vectors.length;
            }

            @Override
            public float[] get(int index) {
                return vectors[index];
            }
        };
    }

    /**
     * The same words, their vectors less the mean of all and then of length sqrt(d), so that a
     * value has a size of 1; one that is zero stays it.
     */
    public WordVectors centred() {
        double[] mean = new double[dimension()];
        for (float[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / (double) vectors.length;
            }
        }
        float[][] centred = new float[vectors.length][mean.length];
        for (int row = 0; row < vectors.length; row++) {
            double squares = 0;
            for (int i = 0; i < mean.length; i++) {
                squares += Math.pow(vectors[row][i] - mean[i], 2);
            }
            double size = squares == 0 ? 1 : Math.sqrt(squares / mean.length);
            for (int i = 0; i < mean.length; i++) {
                centred[row][i] = (float) ((vectors[row][i] - mean[i]) / size);
            }
        }
        return new WordVectors(words, centred);
    }

    /** The cosine of two words' vectors, 0 if one is zero; throws as {@link #vector(String)}. */
    public double similarity(String word, String other) {
        int a = row(word);
        int b = row(other);
        return cosine(dot(vectors[a], vectors[b]), norms[a] * norms[b]);
    }

    /**
     * A word and how near it is.
     *
     * @param word its name
     * @param cosine with what was asked for, -1 to 1
     */
    public record Neighbour(String word, double cosine) {}

    /**
     * The words nearest to one of them, the nearest first, itself left out.
     *
     * @param k how many, at least 1; fewer if there are no more
     * @throws IllegalArgumentException if there is no such word
     */
    public List<Neighbour> nearest(String word, int k) {
        return nearest(vector(word), k, Set.of(word));
    }

    /**
     * The words nearest to any vector, the nearest first.
     *
     * @param vector {@code (d)}
     * @param k how many, at least 1
     */
    public List<Neighbour> nearest(float[] vector, int k) {
        return nearest(vector, k, Set.of());
    }

    /**
     * What is to c as b is to a: the words nearest to b - a + c of vectors of length 1, these three
     * left out.
     *
     * @param a such as "man"
     * @param b such as "king"
     * @param c such as "woman"
     * @param k how many, at least 1
     * @throws IllegalArgumentException if there is no such word
     */
    public List<Neighbour> analogy(String a, String b, String c, int k) {
        float[] sought = new float[dimension()];
        add(sought, a, -1);
        add(sought, b, 1);
        add(sought, c, 1);
        return nearest(sought, k, Set.of(a, b, c));
    }

    private void add(float[] sum, String word, int sign) {
        int row = row(word);
        for (int i = 0; i < sum.length && norms[row] > 0; i++) {
            sum[i] += (float) (sign * vectors[row][i] / norms[row]);
        }
    }

    private List<Neighbour> nearest(float[] vector, int k, Set<String> leftOut) {
        if (vector.length != dimension() || k < 1) {
            throw new IllegalArgumentException(
                    "At least 1 neighbour is sought, of a vector of %d values, got %d of %d"
                            .formatted(dimension(), k, vector.length));
        }
        double norm = Math.sqrt(dot(vector, vector));
        double[] cosines = new double[vectors.length];
        for (int row = 0; row < cosines.length; row++) {
            cosines[row] = cosine(dot(vector, vectors[row]), norm * norms[row]);
        }
        return IntStream.range(0, cosines.length)
                .boxed()
                .filter(row -> !leftOut.contains(words.get(row)))
                .sorted(Comparator.comparingDouble(row -> -cosines[row]))
                .limit(k)
                .map(row -> new Neighbour(words.get(row), cosines[row]))
                .toList();
    }

    private int row(String word) {
        Integer row = rows.get(word);
        if (row == null) {
            throw new IllegalArgumentException(
                    "There is no vector of \"%s\" among %d words".formatted(word, words.size()));
        }
        return row;
    }

    private static double cosine(double product, double norms) {
        return norms == 0 ? 0 : product / norms;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
