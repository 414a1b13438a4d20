package org.selfsup.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;
import org.selfsup.engine.WholeFile;

/**
 * The directory of one run, open for writing by one process at a time.
 *
 * <table>
 * <caption>What it holds</caption>
 * <tr><td>{@code config.json}</td><td>all that is needed to repeat the run</td></tr>
 * <tr><td>{@code metrics.csv}</td><td>one row a logged step, see {@link Metrics}</td></tr>
 * <tr><td>{@code checkpoints/}</td><td>what resuming needs</td></tr>
 * <tr><td>{@code summary.json}</td><td>the figures at the end</td></tr>
 * <tr><td>{@code report.html}</td><td>the same to look at, see {@link Report}</td></tr>
 * <tr><td>{@code .lock}</td><td>locked while a process writes here</td></tr>
 * </table>
 *
 * <p>All but the metrics are written aside and renamed, so they are whole or absent. In JSON, which
 * has no NaN and no infinity, both become null. Reading needs no lock.
 */
public final class RunDirectory implements AutoCloseable {

    private static final String LOCK = ".lock";
    private static final Set<String> BEGUN = Set.of(LOCK, "checkpoints", "config.json.part");

    private final Path path;
    private final FileChannel lock;

    private RunDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Starts a run.
     *
     * @param path a directory that is empty or does not exist yet
     * @param config all that is needed to repeat the run: strings, numbers, lists, maps, records
     * @throws IllegalArgumentException if something is in it, or another process writes to it
     */
    public static RunDirectory create(Path path, Map<String, ?> config) throws IOException {
        if (Files.exists(path)) {
            requireEmpty(path);
        }
        Files.createDirectories(path.resolve("checkpoints"));
        RunDirectory run = lock(path);
        try {
            WholeFile.write(config(path), Json.text(config));
            return run;
        } catch (IOException | RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /**
     * Goes on with a run.
     *
     * @throws IllegalArgumentException if there is none, or another process writes to it
     */
    public static RunDirectory resume(Path path) throws IOException {
        requireRun(path);
        Files.createDirectories(path.resolve("checkpoints"));
        return lock(path);
    }

    /**
     * What a run was started with. Whole numbers come back as Long, others as Double.
     *
     * @param path a run directory, possibly in use
     * @throws IllegalArgumentException if it is none
     * @throws IOException if its {@code config.json} cannot be read; the message names it
     */
    public static Map<String, @Nullable Object> readConfig(Path path) throws IOException {
        requireRun(path);
        return Json.read(config(path));
    }

    /**
     * The figures a run ended with, see {@link #readConfig}.
     *
     * @throws IllegalArgumentException if it has not ended
     */
    public static Map<String, @Nullable Object> readSummary(Path path) throws IOException {
        requireRun(path);
        if (!Files.exists(path.resolve("summary.json"))) {
            throw new IllegalArgumentException(
                    "The run in "
                            + path
                            + " has not finished, there is no summary.json; resume it");
        }
        return Json.read(path.resolve("summary.json"));
    }

    /**
     * What a run has logged so far, one curve a column of its {@code metrics.csv}.
     *
     * @param path a run directory, possibly in use
     */
    public static List<Curve> readCurves(Path path) throws IOException {
        requireRun(path);
        Path file = path.resolve("metrics.csv");
        return Files.exists(file) ? Metrics.curves(file) : List.of();
    }

    /** The directory itself. */
    public Path path() {
        return path;
    }

    /** Where checkpoints go. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /**
     * The table of logged steps, to be closed by the caller.
     *
     * @param nextStep the first step that has not been trained yet: rows from there on are dropped,
     *     so that no step appears twice
     */
    public Metrics metrics(long nextStep) throws IOException {
        return Metrics.open(path.resolve("metrics.csv"), nextStep);
    }

    /** Writes the figures at the end. */
    public void writeSummary(Map<String, ?> summary) throws IOException {
        WholeFile.write(path.resolve("summary.json"), Json.text(summary));
    }

    /** Writes the report. */
    public void writeReport(Report report) throws IOException {
        WholeFile.write(path.resolve("report.html"), report.html());
    }

    private static Path config(Path path) {
        return path.resolve("config.json");
    }

    private static void requireEmpty(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is a file; name a directory for the run");
        }
        if (Files.exists(config(path))) {
            throw new IllegalArgumentException(
                    Troubleshooting.ANOTHER_RUN.of(
                            path + " holds a run already: resume it, or name another directory"));
        }
        try (Stream<Path> entries = Files.list(path)) {
            // A run that was stopped before its first file may be started again.
            boolean foreign =
                    entries.map(entry -> entry.getFileName().toString())
                            .anyMatch(name -> !BEGUN.contains(name));
            if (foreign) {
                throw new IllegalArgumentException(
                        path + " is not empty and holds no run: name a new or empty directory");
            }
        }
    }

    private static void requireRun(Path path) {
        if (!Files.exists(config(path))) {
            throw new IllegalArgumentException(
                    path
                            + " holds no run, there is no config.json in it: name the directory of a"
                            + " run, or start one without resuming");
        }
    }

    private static RunDirectory lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this process.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IllegalArgumentException(
                    Troubleshooting.RUN_IN_USE.of(
                            "Another run is writing to "
                                    + path
                                    + ": wait until it has ended, or name another directory"));
        }
        return new RunDirectory(path, channel);
    }

    /** Lets other processes write here. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
