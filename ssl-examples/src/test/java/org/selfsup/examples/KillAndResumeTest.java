package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process, really killed: what it goes on to learn is what it would have learnt. */
class KillAndResumeTest {

    private static final String LAST = "checkpoints/step-000000030.safetensors";

    @TempDir private static Path directory;
    private static Path straight = Path.of("");

    @BeforeAll
    static void trainWithoutBeingKilled() throws Exception {
        straight = directory.resolve("straight");
        finish("simclr", straight);
    }

    /** A queue, an averaged target, two optimizers. */
    @ParameterizedTest
    @ValueSource(strings = {"mocov2", "byol", "gan"})
    void whatOutlivesAStepOutlivesAKill(String method) throws Exception {
        Path uninterrupted = directory.resolve(method);
        finish(method, uninterrupted);
        Path run = directory.resolve(method + "-killed");
        Process process = start(method, run);
        waitUntil(() -> newest(run).isPresent(), process);
        Thread.sleep(new Random(method.length()).nextInt(1000));
        kill(process);
        finish(method, run, "--resume");
        assertSame(run, uninterrupted);
    }

    @RepeatedTest(2)
    void killedAtARandomMomentTheBitsAreTheSame(RepetitionInfo repetition) throws Exception {
        Path run = directory.resolve("random" + repetition.getCurrentRepetition());
        Random random = new Random(repetition.getCurrentRepetition());
        Process process = start("simclr", run);
        waitUntil(() -> newest(run).isPresent(), process);
        Thread.sleep(random.nextInt(1000));
        kill(process);
        finish("simclr", run, "--resume");
        assertSame(run, straight);
    }

    @Test
    void killedWhileItWritesACheckpointTheBitsAreTheSame() throws Exception {
        Path run = directory.resolve("writing");
        Process process = start("simclr", run);
        waitUntil(() -> newest(run).isPresent(), process);
        waitUntil(() -> writing(run), process);
        kill(process);
        finish("simclr", run, "--resume");
        assertSame(run, straight);
    }

    /** SIGTERM, which the JVM takes as it takes Ctrl-C but for its exit code. */
    @Test
    void askedToEndItFinishesTheStepAndSaysHowToGoOn() throws Exception {
        Path run = directory.resolve("asked");
        Process process = start("simclr", run);
        waitUntil(() -> newest(run).isPresent(), process);
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(Path.of(run + ".log"))
                .content()
                .containsPattern("Stopped after step \\d+ of 30; go on with: simclr --resume")
                .contains(run.toString());
        finish("simclr", run, "--resume");
        assertSame(run, straight);
    }

    /** Parameters and the optimizer's slots, and the metrics but for the times measured. */
    private static void assertSame(Path run, Path straight) throws IOException {
        assertThat(run.resolve(LAST)).hasSameBinaryContentAs(straight.resolve(LAST));
        assertThat(losses(run)).isEqualTo(losses(straight));
        assertThat(run.resolve("report.html")).isNotEmptyFile();
    }

    private static List<String> losses(Path run) throws IOException {
        try (Stream<String> lines = Files.lines(run.resolve("metrics.csv"))) {
            return lines.map(line -> line.substring(0, line.lastIndexOf(','))).toList();
        }
    }

    private static Process start(String method, Path run, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                method,
                                "--run",
                                run.toString()));
        if (more.length == 0) {
            command.addAll(List.of("--steps", "30", "--batch", "16", "--threads", "1"));
        }
        command.addAll(List.of("--no-probe", "--checkpoint-every", "1"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(run + ".log"))
                .start();
    }

    private static void finish(String method, Path run, String... more) throws Exception {
        Process process = start(method, run, more);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(Path.of(run + ".log"))).isZero();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static boolean writing(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.anyMatch(file -> file.toString().endsWith(".part"));
        }
    }

    private static Optional<Path> newest(Path run) throws IOException {
        if (!Files.isDirectory(run.resolve("checkpoints"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.filter(file -> file.toString().endsWith(".safetensors")).findFirst();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits for a condition; it may also be that the process ended before it came about. */
    private static void waitUntil(Condition condition, Process process) throws Exception {
        while (process.isAlive()) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (java.nio.file.NoSuchFileException | java.io.UncheckedIOException e) {
                continue; // a file was renamed between listing and looking
            }
            Thread.onSpinWait();
        }
    }
}
