package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.selfsup.adversarial.alignment.CrossDomainSimilarity;
import org.selfsup.adversarial.alignment.WordTranslation;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.WordVectors;

/**
 * Two spaces of word vectors of one length. A word that both have is its own translation, which is
 * for the evaluation alone.
 *
 * @param source the most frequent words first
 * @param target the same
 */
record WordSpaces(WordVectors source, WordVectors target) {

    /** Checks the lengths. */
    WordSpaces {
        if (source.dimension() != target.dimension()) {
            throw new IllegalArgumentException(
                    "Both spaces have vectors of one length, got "
                            + source.dimension()
                            + " and "
                            + target.dimension()
                            + " values; learn them with the same --dimension");
        }
    }

    /**
     * Vectors, and the same turned at random and blurred.
     *
     * @param noise length of what is added, relative to a vector's own
     * @param seed of both
     */
    static WordSpaces rotated(WordVectors vectors, double noise, long seed, NDManager manager) {
        int d = vectors.dimension();
        RandomGenerator random = Randomness.at(seed);
        float[] any = new float[d * d];
        for (int i = 0; i < any.length; i++) {
            any[i] = (float) random.nextGaussian();
        }
        float[][] copies = new float[vectors.words().size()][d];
        try (NDManager scratch = manager.newSubManager()) {
            NDArray turn =
                    WordTranslation.rotation(scratch.create(any, new Shape(d, d)), scratch.eye(d));
            float[] turned = array(vectors, copies.length, scratch).matMul(turn).toFloatArray();
            for (int row = 0; row < copies.length; row++) {
                System.arraycopy(turned, row * d, copies[row], 0, d);
                double size = noise * Math.sqrt(squares(copies[row]) / d);
                for (int i = 0; i < d; i++) {
                    copies[row][i] += (float) (size * random.nextGaussian());
                }
            }
        }
        return new WordSpaces(vectors, new WordVectors(vectors.words(), copies));
    }

    private static double squares(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += value * value;
        }
        return sum;
    }

    /** Both with vectors of length 1 around 0. */
    WordSpaces centred() {
        return new WordSpaces(source.centred(), target.centred());
    }

    /** The first vectors of a space as samples. */
    static Samples<float[]> first(WordVectors vectors, int most) {
        return Subset.first(vectors.samples(), Math.min(most, vectors.words().size()));
    }

    /** The first vectors of a space, {@code (n, d)}. */
    static NDArray array(WordVectors vectors, int most, NDManager manager) {
        int n = Math.min(most, vectors.words().size());
        int d = vectors.dimension();
        float[] values = new float[n * d];
        for (int row = 0; row < n; row++) {
            System.arraycopy(vectors.vector(row), 0, values, row * d, d);
        }
        return manager.create(values, new Shape(n, d));
    }

    /**
     * Rows of words that both spaces have.
     *
     * @return rows of the source, and in the same order rows of the target
     * @throws IllegalArgumentException if there are none
     */
    int[][] dictionary() {
        Map<String, Integer> rows = new HashMap<>();
        for (String word : target.words()) {
            rows.put(word, rows.size());
        }
        List<Integer> common =
                IntStream.range(0, source.words().size())
                        .filter(row -> rows.containsKey(source.words().get(row)))
                        .boxed()
                        .toList();
        if (common.isEmpty()) {
            throw new IllegalArgumentException(
                    "The two spaces have no word in common to tell right translations by");
        }
        return new int[][] {
            common.stream().mapToInt(row -> row).toArray(),
            common.stream().mapToInt(row -> rows.get(source.words().get(row))).toArray()
        };
    }

    /**
     * The share of the words of both spaces whose nearest target is themselves.
     *
     * @param mapping W, {@code (d, d)}
     */
    double precision(NDArray mapping, CrossDomainSimilarity similarity) {
        int[][] words = dictionary();
        try (NDManager scratch = mapping.getManager().newSubManager()) {
            NDArray x = array(source, Integer.MAX_VALUE, scratch);
            NDArray y = array(target, Integer.MAX_VALUE, scratch);
            long[] nearest = similarity.nearest(x.matMul(mapping.transpose()), y).of();
            long right =
                    IntStream.range(0, words[0].length)
                            .filter(i -> nearest[words[0][i]] == words[1][i])
                            .count();
            return (double) right / words[0].length;
        }
    }

    /** The best rotation for who knows the words of both spaces, {@code (d, d)}. */
    NDArray taught(NDManager manager) {
        int[][] words = dictionary();
        return WordTranslation.rotation(
                rows(source, words[0], manager), rows(target, words[1], manager));
    }

    private static NDArray rows(WordVectors all, int[] rows, NDManager manager) {
        List<String> names = new ArrayList<>();
        float[][] vectors = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            names.add(all.words().get(rows[i]));
            vectors[i] = all.vector(rows[i]);
        }
        return array(new WordVectors(names, vectors), rows.length, manager);
    }
}
