package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.WordVectors;
import org.selfsup.report.RunDirectory;

class DomainCommandsTest {

    @TempDir private Path directory;

    @RegisterExtension private final Terminal terminal = new Terminal();

    private Map<String, ?> run(String command) throws IOException {
        Path run = directory.resolve("run");
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--run", run.toString(), "--no-probe", "--threads", "1"));
        assertThat(Main.run(words.toArray(String[]::new))).as(terminal.err()).isZero();
        assertThat(run.resolve("report.html")).isRegularFile();
        return RunDirectory.readSummary(run);
    }

    @Test
    void dannTellsBothDomains() throws IOException {
        Map<String, ?> summary = run("dann --steps 2 --batch 8");
        assertThat((Double) summary.get("target_accuracy")).isBetween(0.0, 1.0);
        assertThat((Double) summary.get("source_accuracy")).isBetween(0.0, 1.0);
        assertThat(terminal.out()).contains("of the target's test pictures told right");
    }

    /** Twelve steps are two logged rows of the metrics, one of each stage. */
    @Test
    void addaGoesPastItsFirstStage() throws IOException {
        Map<String, ?> summary = run("adda --steps 12 --batch 8");
        Map<?, ?> before = (Map<?, ?>) summary.get("before");
        assertThat((Double) before.get("target_accuracy")).isBetween(0.0, 1.0);
        assertThat((Double) summary.get("target_accuracy")).isBetween(0.0, 1.0);
        assertThat(terminal.out()).contains("The source alone:");
    }

    @Test
    void cycleGanIsJudgedByClassifiers() throws IOException {
        Map<String, ?> summary =
                run("cyclegan --steps 2 --batch 2 --width 2 --blocks 1 --judge-steps 2");
        assertThat((Double) summary.get("cycle_error")).isBetween(0.0, 1.0);
        assertThat((Double) summary.get("agreement")).isBetween(0.0, 1.0);
        assertThat(terminal.out()).contains("There and back:", "untranslated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rotated", "half"})
    void wordsAreTranslated(String target) throws IOException {
        Path vectors = directory.resolve("vectors.txt");
        String command =
                "wordtranslation --target %s --dimension 8 --epochs 1 --games 2 --steps 5 --rounds 2"
                                .formatted(target)
                        + " --threads 1 --output "
                        + vectors;
        assertThat(Main.run(command.split(" "))).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("precision@1 %", "game 2", "kept", "a dictionary's");
        assertThat(WordVectors.readText(vectors).dimension()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wordtranslation --data vectors:nowhere.txt",
                "wordtranslation --data vectors:nowhere.txt --target half",
                "wordtranslation --games 0",
                "wordtranslation --noise -1",
                "wordtranslation --neighbours 0",
                "wordtranslation --dimension 8 --epochs 1 --turns 0",
                "adda --steps 4 --source-steps 4",
                "cyclegan --ground blue",
                "dann --weight -1"
            })
    void badOptionsAreRefusedInOneSentence(String command) {
        assertThat(Main.run(command.split(" "))).isEqualTo(2);
        assertThat(terminal.err().lines().filter(line -> !line.isBlank())).hasSize(1);
    }
}
