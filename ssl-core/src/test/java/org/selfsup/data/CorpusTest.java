package org.selfsup.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    private static final String TEXT = "Grüße 😀\nzwei\ndrei vier\nfünf\n";

    @TempDir private Path folder;

    @Test
    void plainAndPackedTextIsReadAsItIs() throws IOException {
        assertThat(Corpus.read(file(TEXT.getBytes(UTF_8))).text()).isEqualTo(TEXT);
        assertThat(Corpus.read(file(("\uFEFF" + TEXT).getBytes(UTF_8))).text()).isEqualTo(TEXT);
        assertThat(Corpus.read(file(gzip(TEXT))).text()).isEqualTo(TEXT);
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        Path missing = folder.resolve("missing.txt");
        refused(() -> Corpus.read(missing), "missing.txt: no such file");
        refused(() -> Corpus.read(file(new byte[0])), "file: no text in it");
        refused(() -> Corpus.read(file(" \n\t".getBytes(UTF_8))), "file: no text in it");
        refused(() -> Corpus.read(file("ab\u00fc".getBytes(ISO_8859_1))), "byte 2 is fc");
        refused(
                () -> Corpus.read(file(new byte[] {'a', (byte) 0xe2, (byte) 0x82})),
                "byte 1 is e2");
        refused(() -> Corpus.read(file("text".getBytes(UTF_16LE))), "byte 1 is 00");
        byte[] packed = gzip(TEXT.repeat(100));
        refused(
                () -> Corpus.read(file(Arrays.copyOf(packed, packed.length / 2))),
                "not a whole text or gzip file");
        Path large = file(gzip(TEXT.repeat(100)));
        refused(() -> Corpus.read(large, 20), "more than 0 MiB of text; cut it");
    }

    @Test
    void partsAreCutAtLineEndsAndMakeUpTheText() {
        Corpus whole = corpus(TEXT);
        Corpus halves = whole.inParts(2);
        assertThat(halves.text()).isEqualTo(TEXT);
        assertThat(halves.parts())
                .extracting(Corpus.Part::name)
                .containsExactly("part 1 of 2", "part 2 of 2");
        assertThat(halves.parts().get(0).text()).endsWith("\n");
        assertThat(whole.inParts(1).parts().get(0).text()).isEqualTo(TEXT);
        assertThatThrownBy(() -> whole.inParts(20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too few lines to cut it into 20 parts");
    }

    @Test
    void windowsAreContiguousAndLabelledByPart() {
        int[] first = {0, 1, 2, 3, 4, 5, 6};
        int[] second = {10, 11, 12, 13};
        TokenWindows windows = new TokenWindows(List.of(first, second), List.of("a", "b"), 3, 2);
        assertThat(windows.size()).isEqualTo(4);
        int[][] expected = {{0, 1, 2}, {2, 3, 4}, {4, 5, 6}, {10, 11, 12}};
        for (int i = 0; i < 4; i++) {
            Tokens window = windows.get(i);
            assertThat(new int[] {window.at(0), window.at(1), window.at(2)})
                    .containsExactly(expected[i]);
            assertThat(window.length()).isEqualTo(3);
        }
        assertThat(windows.labels().orElseThrow().of()).containsExactly(0, 0, 0, 1);
        assertThat(new TokenWindows(List.of(first), List.of(), 7, 9).labels()).isEmpty();
        assertThatThrownBy(() -> windows.get(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void trainingAndTestTokensDoNotOverlap() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append('w').append(i).append(i % 10 == 9 ? "\n" : " ");
        }
        Corpus corpus = corpus(text.toString()).inParts(2);
        WordTokenizer tokenizer = WordTokenizer.of(corpus.text(), 1, false);
        DataSet<Tokens> set = corpus.windows(tokenizer, 8, 3, 0.2);
        boolean[] trained = new boolean[tokenizer.vocabulary().size()];
        for (int i = 0; i < set.train().size(); i++) {
            for (int t = 0; t < 8; t++) {
                trained[set.train().get(i).at(t)] = true;
            }
        }
        for (int i = 0; i < set.test().size(); i++) {
            for (int t = 0; t < 8; t++) {
                assertThat(trained[set.test().get(i).at(t)]).isFalse();
            }
        }
        assertThat(set.description())
                .isEqualTo(
                        "test, 800 training and 200 test tokens, vocabulary of 1005, windows of 8, 2 parts");
        assertThat(set.test().labels().orElseThrow().names()).hasSize(2);
        assertThat(set.test().size()).isEqualTo(13 + 12); // of 104 and 96 tokens
    }

    @Test
    void fingerprintsTellTextsAndWindowsApart() {
        CharacterTokenizer tokenizer = CharacterTokenizer.of(TEXT);
        String fingerprint = corpus(TEXT).windows(tokenizer, 3, 1, 0.5).fingerprint();
        assertThat(corpus(TEXT).windows(tokenizer, 3, 1, 0.5).fingerprint()).isEqualTo(fingerprint);
        assertThat(corpus(TEXT.replace('z', 'Z')).windows(tokenizer, 3, 1, 0.5).fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(corpus(TEXT).windows(tokenizer, 4, 1, 0.5).fingerprint())
                .isNotEqualTo(fingerprint);
    }

    @Test
    void badParametersAreRefused() {
        CharacterTokenizer tokenizer = CharacterTokenizer.of(TEXT);
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> corpus(TEXT).windows(tokenizer, 200, 1, 0.5),
                        () -> corpus(TEXT).windows(tokenizer, 10, 1, 0.01))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is longer than the text");
        }
        assertThatThrownBy(() -> corpus(TEXT).windows(tokenizer, 2, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0 and below 1, got 1.0");
        assertThatThrownBy(() -> corpus(TEXT).windows(tokenizer, 2, 0, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 token, got 2 and 0");
        assertThatThrownBy(() -> corpus(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("text in each, got [0] characters");
        assertThatThrownBy(() -> new Tokens(new int[3], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its array of 3, got 2 from 2 on");
    }

    private static Corpus corpus(String text) {
        return new Corpus("test", List.of(new Corpus.Part("text", text)));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    @Test
    void sentencesAreLinesWithWordsAndTestsAreSpreadEvenly() {
        Corpus corpus = corpus("a b\n\nb a b\n".repeat(10) + "a ".repeat(2_500));
        WordTokenizer tokenizer = WordTokenizer.of(corpus.text(), 1, true);
        Samples<Tokens> all = corpus.sentences(tokenizer);
        assertThat(all.size()).isEqualTo(20 + 3); // the long line is cut twice
        DataSet<Tokens> parts = corpus.sentences(tokenizer, 0.25);
        assertThat(parts.test().size()).isEqualTo(5);
        assertThat(parts.train().size()).isEqualTo(18);
        assertThat(parts.description()).contains("18 training and 5 test sentences");
        assertThat(parts.fingerprint())
                .isEqualTo(corpus.sentences(tokenizer, 0.25).fingerprint())
                .isNotEqualTo(corpus.sentences(tokenizer, 0.5).fingerprint());
        assertThatThrownBy(() -> corpus.sentences(tokenizer, 0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("23 lines of text are too few");
        assertThatThrownBy(() -> corpus.sentences(tokenizer, 1))
                .hasMessageContaining("above 0 and below 1");
    }
}
