package org.selfsup.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVectorsTest {

    @TempDir private Path folder;

    private static WordVectors some() {
        return new WordVectors(
                List.of("man", "king", "woman", "queen", "naïve", "日本語"),
                new float[][] {
                    {1, 0, 0},
                    {1, 0, 2},
                    {0, 1, 0},
                    {0, 3, 6},
                    {-1e-30f, Float.MIN_VALUE, 1.2345678f},
                    {0, 0, 0}
                });
    }

    @Test
    void nearestWordsComeFirstAndWithoutTheWordItself() {
        WordVectors vectors = some();
        assertThat(vectors.nearest("man", 2))
                .extracting(WordVectors.Neighbour::word)
                .containsExactly("king", "woman");
        assertThat(vectors.nearest("man", 1).get(0).cosine())
                .isCloseTo(1 / Math.sqrt(5), within(1e-12));
        assertThat(vectors.nearest(new float[] {0, 2, 0}, 1).get(0))
                .isEqualTo(new WordVectors.Neighbour("woman", 1));
        assertThat(vectors.nearest("king", 100)).hasSize(5);
        assertThat(vectors.similarity("king", "queen")).isCloseTo(0.8, within(1e-12));
        assertThat(vectors.similarity("king", "日本語")).isZero();
    }

    @Test
    void analogiesAddDifferencesOfUnitVectors() {
        assertThat(some().analogy("man", "king", "woman", 1).get(0).word()).isEqualTo("queen");
        assertThat(some().analogy("man", "king", "woman", 9))
                .extracting(WordVectors.Neighbour::word)
                .doesNotContain("man", "king", "woman");
    }

    @Test
    void bothFormatsGiveTheSameBitsBack() throws IOException {
        WordVectors vectors = some();
        Path text = folder.resolve("vectors.txt");
        Path binary = folder.resolve("vectors.bin");
        vectors.saveText(text);
        vectors.saveBinary(binary);
        assertThat(Files.readString(text)).startsWith("6 3\nman 1.0 0.0 0.0\n");
        for (WordVectors read :
                List.of(WordVectors.readText(text), WordVectors.readBinary(binary))) {
            assertThat(read.words()).isEqualTo(vectors.words());
            for (String word : vectors.words()) {
                assertThat(read.vector(word)).containsExactly(vectors.vector(word));
            }
        }
        Files.write(text, IdxTest.gzip(Files.readAllBytes(text)));
        Files.write(binary, IdxTest.gzip(Files.readAllBytes(binary)));
        assertThat(WordVectors.readText(text).vector("king")).containsExactly(1, 0, 2);
        assertThat(WordVectors.readBinary(binary).vector("king")).containsExactly(1, 0, 2);
    }

    /** The text is fastText's (0.9.2), the binary file what gensim (4.2) made of it. */
    @Test
    void filesOfFastTextAndGensimAreRead() throws IOException {
        WordVectors text = WordVectors.readText(resource("fasttext.vec"));
        WordVectors binary = WordVectors.readBinary(resource("gensim.bin"));
        assertThat(text.words()).hasSize(10).contains("</s>", "naïve", "日本語");
        assertThat(text.vector("cat")).containsExactly(0.1026f, 0.027366f, 0.027561f, -0.04538f);
        assertThat(binary.words()).isEqualTo(text.words());
        for (String word : text.words()) {
            assertThat(binary.vector(word)).containsExactly(text.vector(word));
        }
    }

    private Path resource(String name) throws IOException {
        return resource(name, folder);
    }

    static Path resource(String name, Path folder) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream in = WordVectorsTest.class.getResourceAsStream("/vectors/" + name)) {
            Files.write(copy, Objects.requireNonNull(in).readAllBytes());
        }
        return copy;
    }

    @Test
    void wordsThatOccurAgainOrAreWhiteSpaceAreLeftOut() throws IOException {
        WordVectors vectors = WordVectors.readText(file("4 2\na 1 2\n\u3000 3 4\na 5 6\nb 7 8\n"));
        assertThat(vectors.words()).containsExactly("a", "b");
        assertThat(vectors.vector("a")).containsExactly(1, 2);
        assertThat(vectors.vector("b")).containsExactly(7, 8);
    }

    @Test
    void damagedFilesAreNamedWithTheirLine() throws IOException {
        refused(() -> WordVectors.readText(folder.resolve("none")), "none: no such file");
        refused(() -> WordVectors.readBinary(folder.resolve("none")), "none: no such file");
        refused(() -> WordVectors.readText(file("")), "file: it is empty");
        refused(() -> WordVectors.readText(file("a 1 2\n")), "line 1: expected words and values");
        refused(() -> WordVectors.readText(file("2 2\na 1 2\n")), "2 words announced, 1 there");
        refused(() -> WordVectors.readText(file("1 2\na 1 2\nb 3 4\n")), "more than the 1 words");
        refused(() -> WordVectors.readText(file("1 2\na 1\n")), "line 2: a value");
        refused(() -> WordVectors.readText(file("1 2\na 1 NaN\n")), "line 2: a value must be");
        refused(() -> WordVectors.readText(file("1 0\na\n")), "n rows of at least 1 value");
        refused(() -> WordVectors.readBinary(file("no numbers\n")), "does not start with two");
        refused(() -> WordVectors.readBinary(file("2 2\na 12345678")), "it ends");
        refused(() -> WordVectors.readBinary(file("1 2\na 123")), "within the vector of word 1");
        refused(() -> WordVectors.readBinary(file("1 1\na 1234rest")), "more than the 1 words");
        refused(
                () -> WordVectors.readBinary(file("1 1\na \u0000\u0000\u007f\u007f\u007f")),
                "more than");
    }

    private Path file(String text) throws IOException {
        return Files.write(folder.resolve("file"), text.getBytes(UTF_8));
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    @Test
    void vectorsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new WordVectors(List.of("a"), new float[][] {{1}, {2}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1 words and 2 rows of 1");
        assertThatThrownBy(() -> new WordVectors(List.of("a", "b"), new float[][] {{1}, {2, 3}}))
                .hasMessageContaining("\"b\" has 2 values, that of \"a\" 1");
        assertThatThrownBy(() -> new WordVectors(List.of("a", "a"), new float[][] {{1}, {2}}))
                .hasMessageContaining("\"a\" occurs twice");
        assertThatThrownBy(() -> new WordVectors(List.of("a"), new float[][] {{Float.NaN}}))
                .hasMessageContaining("lower learning rate");
        assertThatThrownBy(() -> some().vector("emperor"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no vector of \"emperor\" among 6 words");
        assertThatThrownBy(() -> some().nearest(new float[2], 1))
                .hasMessageContaining("got 1 of 2");
        WordVectors spaced = new WordVectors(List.of("New York"), new float[][] {{1}});
        assertThatThrownBy(() -> spaced.saveText(folder.resolve("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got \"New York\"");
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
