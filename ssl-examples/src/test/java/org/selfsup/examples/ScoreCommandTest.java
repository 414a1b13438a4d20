package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {

    private static final Pattern ROW = Pattern.compile(".* (\\S+) +(\\S+) +\\d+/10");

    @TempDir private Path directory;

    @RegisterExtension private final Terminal terminal = new Terminal();

    @Test
    void generatedPicturesAreJudgedBetweenRealOnes() {
        train("classifier", "--learning-rate", "3e-3");
        train("gan", "--game", "hinge", "--latent", "16");
        train("vae", "--latent", "7");
        assertThat(score("gan", "vae")).as(terminal.err()).isZero();
        List<String> lines = terminal.out().lines().skip(1).toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2)).contains("(gan, 4 steps)");
        for (double score : column(lines, 1)) {
            assertThat(score).isBetween(1.0, 10.0);
        }
        double[] distances = column(lines, 2);
        assertThat(distances[0]).isBetween(0.0, 1e6);
        assertThat(distances[1]).as("test pictures").isBetween(0.0, distances[2]);

        assertThat(score("classifier")).isEqualTo(2);
        assertThat(terminal.err()).contains("classifier makes nothing of noise");
        assertThat(Main.run("score", "--classifier", path("gan"))).isEqualTo(2);
        assertThat(terminal.err()).contains("needs one of the command classifier");
    }

    private int score(String... runs) {
        terminal.clear();
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
                .as(terminal.err())
                .isZero();
    }

    private String path(String run) {
        return directory.resolve(run).toString();
    }

    private static double[] column(List<String> lines, int group) {
        return lines.stream()
                .map(ROW::matcher)
                .peek(row -> assertThat(row.matches()).isTrue())
                .mapToDouble(row -> Double.parseDouble(row.group(group)))
                .toArray();
    }
}
