package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.data.ToyText;
import org.selfsup.report.RunDirectory;

/** Methods on text, a few steps each. */
class TextCommandsTest {

    @TempDir private Path directory;

    @RegisterExtension private final Terminal terminal = new Terminal();

    /** On a small text, so that probes are quick. */
    private int train(String method, String tokens, String... more) throws IOException {
        Path text = directory.resolve("toy.txt");
        Files.writeString(text, ToyText.generate(60, 0).text());
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                method,
                                "--data",
                                "text:" + text,
                                "--tokens",
                                tokens,
                                "--steps",
                                "3",
                                "--batch",
                                "4",
                                "--length",
                                "16",
                                "--layers",
                                "1",
                                "--width",
                                "8",
                                "--heads",
                                "2",
                                "--evaluated",
                                "20",
                                "--run",
                                directory.resolve(method).toString()));
        arguments.addAll(List.of(more));
        return Main.run(arguments.toArray(String[]::new));
    }

    @Test
    void aLanguageModelIsMeasuredAndWrites() throws IOException {
        assertThat(train("gpt", "words")).isZero();
        Path run = directory.resolve("gpt");
        Map<String, ?> summary = RunDirectory.readSummary(run);
        assertThat(summary.keySet())
                .contains(
                        "tokens_per_second",
                        "nll_nats",
                        "bits_per_token",
                        "perplexity",
                        "unigram_nats",
                        "probe",
                        "untrained",
                        "token_counts");
        assertThat((Double) summary.get("unigram_nats")).isBetween(4.0, 6.0);
        assertThat(terminal.out()).contains("Held-out text:", "which of 2 parts");

        assertThat(
                        Main.run(
                                "sample",
                                "--run",
                                run.toString(),
                                "--count",
                                "2",
                                "--length",
                                "30",
                                "--top-k",
                                "3",
                                "--prompt",
                                "the"))
                .isZero();
        String written = Files.readString(run.resolve("samples.txt"));
        assertThat(written.split("\n-{10}\n"))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).startsWith("the ").hasSizeGreaterThan(100));
        assertThat(Main.run("sample", "--run", run.toString(), "--temperature", "0")).isEqualTo(2);
        assertThat(terminal.err()).contains("positive temperature");
        assertThat(Main.run("probe", "--run", run.toString())).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "bert, ENTITIES, next_sentence_accuracy",
        "albert, SPANS, sentence_order_accuracy",
        "spanbert, WORDS, boundary_accuracy"
    })
    void maskedTokensAreMeasured(String method, String masking, String other) throws IOException {
        Path nouns = directory.resolve("nouns.txt");
        Files.write(nouns, ToyText.nouns().get(0).subList(0, 60));
        assertThat(train(method, "words", "--masking", masking, "--entities", nouns.toString()))
                .isZero();
        Map<String, ?> summary = RunDirectory.readSummary(directory.resolve(method));
        assertThat(summary.keySet())
                .contains(
                        "nll_nats",
                        "perplexity",
                        "masked_accuracy",
                        "unigram_nats",
                        "unigram_accuracy",
                        other);
        assertThat((Double) summary.get("masked_accuracy")).isBetween(0.0, 1.0);
        assertThat(terminal.out()).contains("Masked held-out tokens:", other);
    }

    @Test
    void permutationsAreMeasured() throws IOException {
        assertThat(train("xlnet", "words")).isZero();
        Map<String, ?> summary = RunDirectory.readSummary(directory.resolve("xlnet"));
        assertThat(summary.keySet()).contains("nll_nats", "told_accuracy", "unigram_accuracy");
    }

    @Test
    void subWordsOfATokenizerFileAreTaken() throws IOException {
        Path file = Files.writeString(directory.resolve("tokenizer.json"), letters());
        assertThat(train("spanbert", "subwords:" + file)).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("vocabulary of 57");
    }

    /** WordPiece of single letters. */
    private static String letters() {
        StringBuilder tokens = new StringBuilder();
        List<String> special = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
        StringBuilder vocabulary = new StringBuilder();
        int number = 0;
        for (String token : special) {
            tokens.append(number == 0 ? "" : ", ")
                    .append("{\"id\": " + number + ", \"content\": \"" + token + "\",")
                    .append("\"single_word\": false, \"lstrip\": false, \"rstrip\": false,")
                    .append("\"normalized\": false, \"special\": true}");
            vocabulary.append("\"" + token + "\": " + number++ + ", ");
        }
        for (char letter = 'a'; letter <= 'z'; letter++) {
            vocabulary.append("\"" + letter + "\": " + number++ + ", ");
            vocabulary.append("\"##" + letter + "\": " + number++ + ", ");
        }
        vocabulary.setLength(vocabulary.length() - 2);
        return "{\"version\": \"1.0\", \"added_tokens\": ["
                + tokens
                + "], \"normalizer\": null, \"pre_tokenizer\": {\"type\": \"Whitespace\"},"
                + " \"post_processor\": null, \"decoder\": {\"type\": \"WordPiece\","
                + " \"prefix\": \"##\", \"cleanup\": true}, \"model\": {\"type\": \"WordPiece\","
                + " \"unk_token\": \"[UNK]\", \"continuing_subword_prefix\": \"##\","
                + " \"max_input_chars_per_word\": 100, \"vocab\": {"
                + vocabulary
                + "}}}";
    }

    @Test
    void theDefaultTextNeedsNoFile() throws IOException {
        assertThat(
                        Main.run(
                                "bert",
                                "--steps",
                                "2",
                                "--batch",
                                "4",
                                "--layers",
                                "1",
                                "--width",
                                "8",
                                "--no-probe",
                                "--masking",
                                "entities",
                                "--run",
                                directory.resolve("toy").toString()))
                .isZero();
        assertThat(terminal.out()).contains("Toy text", "6 parts");
    }

    @Test
    void otherTokensAreNamed() throws IOException {
        Path run = directory.resolve("x");
        assertThat(Main.run("bert", "--tokens", "letters", "--run", run.toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("Unknown tokens \"letters\"");
        assertThat(Main.run("gpt", "--data", "text:none.txt", "--run", run.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("none.txt: no such file");
    }
}
