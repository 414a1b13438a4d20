package org.selfsup.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.testing.Fuzz;

/** Damaged run directories are read or refused by name. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class DamagedRunsTest {

    @TempDir Path folder;

    @Test
    void json() throws IOException {
        Fuzz fuzz = new Fuzz("config.json, summary.json");
        Map<String, ?> values =
                Map.of("method", "simclr", "seed", 7, "mean", List.of(0.5, 1e-3), "of", Map.of());
        Path run = folder.resolve("run");
        try (RunDirectory directory = RunDirectory.create(run, values)) {
            directory.writeSummary(values);
        }
        fuzz.damage(0.5, run.resolve("config.json"), () -> RunDirectory.readConfig(run));
        fuzz.damage(0.5, run.resolve("summary.json"), () -> RunDirectory.readSummary(run));
        fuzz.report();
    }

    @Test
    void metrics() throws IOException {
        Fuzz fuzz = new Fuzz("metrics.csv");
        Path run = folder.resolve("run");
        try (RunDirectory directory = RunDirectory.create(run, Map.of());
                Metrics metrics = directory.metrics(0)) {
            for (int step = 0; step < 20; step++) {
                metrics.append(step, Map.of("loss", 0.1 * step, "rate", Double.NaN));
            }
        }
        fuzz.damage(0.5, run.resolve("metrics.csv"), () -> RunDirectory.readCurves(run));
        try (RunDirectory directory = RunDirectory.resume(run)) {
            fuzz.damage(
                    0.5,
                    run.resolve("metrics.csv"),
                    () -> {
                        directory.metrics(10).close();
                        RunDirectory.readCurves(run);
                    });
        }
        fuzz.report();
    }
}
