package org.selfsup.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {

    @TempDir private Path directory;

    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    @Test
    void generatedPicturesAreJudgedBetweenRealOnes() {
        train("classifier", "--learning-rate", "3e-3");
        train("gan", "--game", "hinge", "--latent", "16");
        train("vae", "--latent", "7");
        train("simclr");
        assertThat(score("gan", "vae")).isZero();
        String[] lines = out.toString(UTF_8).lines().skip(1).toArray(String[]::new);
        assertThat(lines).hasSize(4);
        assertThat(lines[2]).contains("(gan, 4 steps)").contains("/10");
        double[] distances =
                Arrays.stream(lines)
                        .mapToDouble(line -> Double.parseDouble(fromTheEnd(line, 2)))
                        .toArray();
        assertThat(distances[1]).as("test pictures").isLessThan(distances[2]);
        assertThat(Arrays.stream(distances)).allMatch(Double::isFinite);
        assertThat(Arrays.stream(lines).mapToDouble(l -> Double.parseDouble(fromTheEnd(l, 3))))
                .allMatch(score -> score >= 1 && score <= 10);

        assertThat(score("simclr")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("simclr makes no pictures of noise");
        assertThat(Main.run("score", "--classifier", path("gan"))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("needs one of the command classifier");
    }

    private int score(String... runs) {
        out.reset();
        return Main.run(
                Stream.concat(
                                Stream.of(
                                        "score",
                                        "--pictures",
                                        "60",
                                        "--classifier",
                                        path("classifier")),
                                Arrays.stream(runs).map(this::path))
                        .toArray(String[]::new));
    }

    private void train(String method, String... more) {
        Stream<String> options =
                Stream.of(
                        method,
                        "--steps",
                        "4",
                        "--batch",
                        "8",
                        "--threads",
                        "1",
                        "--no-probe",
                        "--run",
                        path(method));
        assertThat(Main.run(Stream.concat(options, Stream.of(more)).toArray(String[]::new)))
                .as(err.toString(UTF_8))
                .isZero();
    }

    private String path(String run) {
        return directory.resolve(run).toString();
    }

    private static String fromTheEnd(String line, int place) {
        String[] words = line.split(" +");
        return words[words.length - place];
    }
}
