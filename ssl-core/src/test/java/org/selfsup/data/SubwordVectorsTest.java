package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubwordVectorsTest {

    private static final CharacterNgrams NGRAMS = new CharacterNgrams(3, 4, 5);

    @TempDir private Path folder;

    static SubwordVectors some() {
        float[][] input = new float[7][2];
        for (int row = 0; row < input.length; row++) {
            input[row] = new float[] {row, 1 << row};
        }
        return new SubwordVectors(
                List.of("cat", "日本"),
                new long[] {9, 4},
                input,
                new float[][] {{1, 2}, {3, 4}},
                new SubwordVectors.Training(
                        SubwordVectors.Training.Context.SKIP_GRAM,
                        SubwordVectors.Training.Loss.NEGATIVE_SAMPLING,
                        5,
                        3,
                        2,
                        7,
                        1e-4,
                        NGRAMS));
    }

    @Test
    void aVectorIsTheMeanOfTheRowsOfWordAndNgrams() {
        for (String word : List.of("cat", "cats", "日本")) {
            int[] buckets = NGRAMS.buckets(word);
            double sum = word.equals("日本") ? 1 : 0; // of the word's own row
            for (int bucket : buckets) {
                sum += 2 + bucket;
            }
            int rows = buckets.length + (some().contains(word) ? 1 : 0);
            assertThat(some().vector(word)[0]).isCloseTo((float) (sum / rows), within(1e-6f));
        }
        assertThat(some().vector("</s>")).containsExactly(0, 0);
        assertThat(some().known().vector("cat")).containsExactly(some().vector("cat"));
    }

    /** What fastText 0.9.2 printed of its own files (print-word-vectors), five digits. */
    @Test
    void filesOfFastTextGiveItsVectors() throws IOException {
        SubwordVectors skipGram =
                SubwordVectors.read(WordVectorsTest.resource("fasttext.bin", folder));
        assertVector(skipGram, "cat", 0.1026, 0.027366, 0.027561, -0.04538);
        assertVector(skipGram, "naïve", 0.070036, 0.0087214, 0.040764, -0.00898);
        assertVector(skipGram, "日本語", 0.12947, 0.04331, 0.017545, -0.021534);
        assertVector(skipGram, "</s>", 0.12167, 0.028405, 0.15639, 0.0066201);
        assertVector(skipGram, "cats", 0.18409, 0.045901, -0.047491, -0.016034);
        assertVector(skipGram, "unseen", 0.11395, 0.032882, -0.021333, -0.00078067);
        assertThat(skipGram.words().get(0)).isEqualTo("the");
        assertThat(skipGram.counts()[0]).isEqualTo(5);
        assertThat(skipGram.training())
                .isEqualTo(
                        new SubwordVectors.Training(
                                SubwordVectors.Training.Context.SKIP_GRAM,
                                SubwordVectors.Training.Loss.NEGATIVE_SAMPLING,
                                5,
                                20,
                                1,
                                5,
                                1e-4,
                                new CharacterNgrams(3, 4, 30)));
        SubwordVectors cbow =
                SubwordVectors.read(WordVectorsTest.resource("fasttext-cbow-hs.bin", folder));
        assertVector(cbow, "日本語", 0.04844, -0.074247, 0.016609);
        assertVector(cbow, "cats", -0.094599, -0.064251, 0.044649);
        assertThat(cbow.training().context()).isEqualTo(SubwordVectors.Training.Context.CBOW);
        assertThat(cbow.training().loss())
                .isEqualTo(SubwordVectors.Training.Loss.HIERARCHICAL_SOFTMAX);
    }

    private static void assertVector(SubwordVectors vectors, String word, double... expected) {
        float[] actual = vectors.vector(word);
        assertThat(actual).as(word).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as(word).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void aFileOfFastTextIsWrittenAsItWas() throws IOException {
        for (String name : List.of("fasttext.bin", "fasttext-cbow-hs.bin")) {
            Path file = WordVectorsTest.resource(name, folder);
            Path copy = folder.resolve("copy.bin");
            SubwordVectors.read(file).save(copy);
            assertThat(copy).as(name).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void savedVectorsComeBackToTheBit() throws IOException {
        Path file = folder.resolve("model.bin");
        some().save(file);
        SubwordVectors read = SubwordVectors.read(file);
        assertThat(read.words()).isEqualTo(some().words());
        assertThat(read.counts()).containsExactly(some().counts());
        assertThat(read.training()).isEqualTo(some().training());
        assertThat(read.input()).isDeepEqualTo(some().input());
        assertThat(read.output()).isDeepEqualTo(some().output());
    }

    @Test
    void damagedAndForeignFilesAreNamed() throws IOException {
        Path file = folder.resolve("model.bin");
        refused(file, "model.bin: no such file");
        some().save(file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        refused(file, "it ends too early");
        refused(changed(file, whole, 0, 7), "does not start as a .bin of fastText");
        refused(changed(file, whole, 4, 13), "version 11 or 12");
        refused(changed(file, whole, 36, 3), "a classifier");
        refused(changed(file, whole, 91, 0), "pruned");
        refused(changed(file, whole, 8, 3), "a matrix is of 7 x 2, expected 7 x 3");
        int matrix = 92 + 2 * 9 + "cat".length() + "日本".length() * 3 + 2;
        refused(changed(file, whole, matrix, 1), "quantized");
        refused(changed(file, whole, matrix + 19, 0xff, 0x7f), "row 0 of a matrix has the value");
    }

    /** The file with some bytes changed. */
    private static Path changed(Path file, byte[] whole, int at, int... values) throws IOException {
        byte[] bytes = whole.clone();
        for (int i = 0; i < values.length; i++) {
            bytes[at + i] = (byte) values[i];
        }
        return Files.write(file, bytes);
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> SubwordVectors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("model.bin")
                .hasMessageContaining(message);
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        SubwordVectors.Training training = some().training();
        float[][] two = new float[2][2];
        assertThatThrownBy(
                        () ->
                                new SubwordVectors(
                                        List.of("a", "b"), new long[2], two, two, training))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each of 5 buckets, got 2 words, 2 counts, 2 input");
        assertThatThrownBy(
                        () ->
                                new SubwordVectors(
                                        List.of("a", "a"),
                                        new long[2],
                                        some().input(),
                                        two,
                                        training))
                .hasMessageContaining("\"a\" occurs twice");
    }
}
