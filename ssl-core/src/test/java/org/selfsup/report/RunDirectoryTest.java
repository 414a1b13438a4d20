package org.selfsup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.engine.UnwritableException;
import org.selfsup.engine.WholeFile;

class RunDirectoryTest {

    private static final Map<String, ?> CONFIG =
            Map.of("method", "simclr", "seed", 7, "learningRate", 0.5);

    @TempDir Path temp;

    @Test
    void configComesBackAsItWas() throws IOException {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("method", "simclr <b>\u00fc");
        config.put("seed", Long.MAX_VALUE);
        config.put("learningRate", 0.1);
        config.put("crop", Map.of("size", List.of(24, 32)));
        config.put("resumed", null);
        try (RunDirectory run = RunDirectory.create(temp.resolve("a/b"), config)) {
            assertThat(run.path()).isEqualTo(temp.resolve("a/b"));
            assertThat(run.checkpoints()).isEmptyDirectory();
        }
        Map<String, @Nullable Object> read = RunDirectory.readConfig(temp.resolve("a/b"));
        assertThat(read.keySet()).containsExactlyElementsOf(config.keySet());
        assertThat(read)
                .containsEntry("method", "simclr <b>\u00fc")
                .containsEntry("seed", Long.MAX_VALUE)
                .containsEntry("learningRate", 0.1)
                .containsEntry("crop", Map.of("size", List.of(24L, 32L)))
                .containsEntry("resumed", null);
    }

    @Test
    void whatIsNotFiniteBecomesNull() throws IOException {
        Path path = temp.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, CONFIG)) {
            run.writeSummary(
                    Map.of("loss", Double.NaN, "rate", Float.POSITIVE_INFINITY, "steps", 3));
        }
        assertThat(RunDirectory.readSummary(path))
                .containsEntry("loss", null)
                .containsEntry("rate", null)
                .containsEntry("steps", 3L);
        assertThat(Files.readString(path.resolve("summary.json"))).contains("\"loss\": null");
    }

    @Test
    void runIsNotStartedOverAnother() throws IOException {
        Path path = temp.resolve("run");
        RunDirectory.create(path, CONFIG).close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunDirectory.create(path, CONFIG))
                .withMessageContaining("holds a run already: resume it, or name another directory");
        RunDirectory.resume(path).close();
    }

    @Test
    void foreignDirectoryIsLeftAlone() throws IOException {
        Files.writeString(temp.resolve("thesis.tex"), "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunDirectory.create(temp, CONFIG))
                .withMessageContaining("is not empty and holds no run");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunDirectory.create(temp.resolve("thesis.tex"), CONFIG))
                .withMessageContaining("is a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunDirectory.resume(temp))
                .withMessageContaining("no config.json");
        try (Stream<Path> entries = Files.list(temp)) {
            assertThat(entries).containsExactly(temp.resolve("thesis.tex"));
        }
    }

    @Test
    void onlyOneWriterAtATime() throws IOException {
        Path path = temp.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, CONFIG)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RunDirectory.resume(run.path()))
                    .withMessageContaining("Another run is writing to");
            assertThat(RunDirectory.readConfig(path)).containsEntry("seed", 7L);
        }
        RunDirectory.resume(path).close();
    }

    @Test
    void otherProcessIsRefused() throws Exception {
        Path path = temp.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, CONFIG)) {
            assertThat(run.path()).isDirectory();
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Second.class.getName(),
                                    path.toString())
                            .redirectErrorStream(true)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output).contains("Another run is writing to");
            assertThat(process.waitFor()).isEqualTo(2);
        }
    }

    /** Another process that wants the directory. */
    static final class Second {

        public static void main(String[] arguments) throws IOException {
            try {
                RunDirectory.resume(Path.of(arguments[0])).close();
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
                System.exit(2);
            }
        }
    }

    @Test
    void damagedConfigIsNamed() throws IOException {
        Path path = temp.resolve("run");
        RunDirectory.create(path, CONFIG).close();
        Files.writeString(path.resolve("config.json"), "{\"seed\": ");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RunDirectory.readConfig(path))
                .withMessageContaining("config.json is not valid JSON");
        Files.writeString(path.resolve("config.json"), "");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RunDirectory.readConfig(path))
                .withMessageContaining("config.json is empty");
        Files.write(path.resolve("config.json"), new byte[] {'{', (byte) 0xe9, '}'});
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RunDirectory.readConfig(path))
                .withMessageContaining("config.json is not text in UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunDirectory.readSummary(path))
                .withMessageContaining("has not finished");
    }

    @Test
    void nothingIsLeftAside() throws IOException {
        Path path = temp.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, CONFIG)) {
            run.metrics(0).close();
            run.writeSummary(Map.of());
            run.writeReport(new Report("A", "b", "c", List.of()));
        }
        try (Stream<Path> entries = Files.list(path)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            ".lock",
                            "config.json",
                            "metrics.csv",
                            "checkpoints",
                            "summary.json",
                            "report.html");
        }
    }

    @Test
    void metricsAreOneRowAStep() throws IOException {
        Path path = temp.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, CONFIG);
                Metrics metrics = run.metrics(0)) {
            metrics.append(0, row("epoch", 0, "loss", 5.25f, "kl", Double.NaN));
            metrics.append(10, row("loss", 4.0, "epoch", 1L)); // no kl this time
            assertThat(Files.readString(path.resolve("metrics.csv")))
                    .as("while it grows")
                    .isEqualTo("step,epoch,loss,kl\n0,0,5.25,NaN\n10,1,4.0,\n");
        }
        List<Curve> curves = RunDirectory.readCurves(path);
        assertThat(curves).extracting(Curve::name).containsExactly("epoch", "loss", "kl");
        assertThat(curves.get(1).x()).containsExactly(0, 10);
        assertThat(curves.get(1).y()).containsExactly(5.25, 4);
        assertThat(curves.get(2).y()).containsExactly(Double.NaN);
    }

    @Test
    void resumedRunHasNoStepTwice() throws IOException {
        Path path = temp.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, CONFIG);
                Metrics metrics = run.metrics(0)) {
            for (int step = 0; step < 50; step += 10) {
                metrics.append(step, row("loss", step));
            }
        }
        try (RunDirectory run = RunDirectory.resume(path);
                Metrics metrics = run.metrics(30)) {
            metrics.append(30, row("loss", -30));
        }
        assertThat(Files.readString(path.resolve("metrics.csv")))
                .isEqualTo("step,loss\n0,0\n10,10\n20,20\n30,-30\n");
        try (RunDirectory run = RunDirectory.resume(path);
                Metrics metrics = run.metrics(0)) {
            metrics.append(0, row("other", 1));
        }
        assertThat(Files.readString(path.resolve("metrics.csv"))).isEqualTo("step,other\n0,1\n");
    }

    @Test
    void lineCutShortByAKillIsDropped() throws IOException {
        Path path = temp.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, CONFIG);
                Metrics metrics = run.metrics(0)) {
            metrics.append(0, row("loss", 1));
        }
        Path file = path.resolve("metrics.csv");
        Files.writeString(file, "1,0.12", StandardOpenOption.APPEND);
        assertThat(RunDirectory.readCurves(path).get(0).y()).containsExactly(1);
        try (RunDirectory run = RunDirectory.resume(path);
                Metrics metrics = run.metrics(5)) {
            metrics.append(5, row("loss", 2));
        }
        assertThat(Files.readString(file)).isEqualTo("step,loss\n0,1\n5,2\n");
        Files.writeString(file, "step,lo");
        assertThat(RunDirectory.readCurves(path)).isEmpty();
    }

    @Test
    void badRowsAreRefused() throws IOException {
        try (RunDirectory run = RunDirectory.create(temp.resolve("run"), CONFIG);
                Metrics metrics = run.metrics(0)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> metrics.append(0, row("a,b", 1)))
                    .withMessageContaining("\"a,b\" cannot name a column");
            metrics.append(3, row("loss", 1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> metrics.append(3, row("loss", 1)))
                    .withMessageContaining("3 follows 3");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> metrics.append(4, row("kl", 1)))
                    .withMessageContaining("\"kl\" is none of them");
        }
    }

    /** Linux's {@code /dev/full} answers every write as a full disk does. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void rowThatFindsTheDiskFullIsNamed() throws IOException {
        Path file = temp.resolve("metrics.csv");
        FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
        try (Metrics metrics = new Metrics(file, full, List.of("loss"), -1)) {
            assertThatExceptionOfType(UnwritableException.class)
                    .isThrownBy(() -> metrics.append(0, row("loss", 1)))
                    .withMessageStartingWith(file + " cannot be written (No space left on device)");
        }
    }

    /** A file is written aside under a name that is a link to the full disk here. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void fileThatFindsTheDiskFullStaysAsItWas() throws IOException {
        Path file = temp.resolve("notes");
        Path aside = temp.resolve("notes.part");
        WholeFile.write(file, "before");
        Files.createSymbolicLink(aside, Path.of("/dev/full"));
        assertThatExceptionOfType(UnwritableException.class)
                .isThrownBy(() -> WholeFile.write(file, "after"))
                .withMessageStartingWith(file + " cannot be written (No space left on device)");
        assertThat(file).hasContent("before");
        assertThat(aside).doesNotExist();
        WholeFile.write(file, "after");
        assertThat(file).hasContent("after");
    }

    @Test
    void damagedMetricsAreNamedByLine() throws IOException {
        Path path = temp.resolve("run");
        RunDirectory.create(path, CONFIG).close();
        Path file = path.resolve("metrics.csv");
        Files.writeString(file, "step,loss\n1,2\n3\n4,5\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RunDirectory.readCurves(path))
                .withMessageContaining("Line 3 of " + file);
        Files.writeString(file, "step,loss\n1,two\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RunDirectory.readCurves(path))
                .withMessageContaining("Line 2 of " + file + " is damaged");
        Files.write(file, new byte[] {(byte) 0xe9, '\n'});
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> RunDirectory.readCurves(path))
                .withMessageContaining(file + " is not text in UTF-8");
    }

    private static Map<String, Number> row(Object... cells) {
        Map<String, Number> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put((String) cells[i], (Number) cells[i + 1]);
        }
        return row;
    }
}
