package org.selfsup.examples;

import ai.djl.training.util.ProgressBar;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.selfsup.train.StepReport;

/** How training goes: a bar on a terminal, a line now and then elsewhere. */
final class Progress {

    private static final double LINE_SECONDS = 10;

    private final String method;
    private final double units;
    private final String unit;
    private final PrintWriter out;
    private final boolean terminal = terminal();
    private final long start = System.nanoTime();
    private @Nullable ProgressBar bar;
    private long firstStep = -1;
    private double lastLine = Double.NEGATIVE_INFINITY;

    /**
     * Shows training.
     *
     * @param units worked through in a step
     * @param unit their name
     */
    Progress(String method, double units, String unit, PrintWriter out) {
        this.method = method;
        this.units = units;
        this.unit = unit;
        this.out = out;
    }

    void show(StepReport report) {
        if (firstStep < 0) {
            firstStep = report.step();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long done = report.step() - firstStep + 1;
        boolean last = report.step() == report.totalSteps() - 1;
        double rate = done / seconds;
        String state =
                String.format(
                        Locale.ROOT,
                        "loss %.4f, %s, %.0f %s/s, %s left",
                        report.loss(),
                        report.health().verdict(),
                        rate * units,
                        unit,
                        time((report.totalSteps() - report.step() - 1) / rate));
        if (terminal) {
            if (bar == null) {
                bar = new ProgressBar(method, report.totalSteps());
            }
            bar.update(report.step(), state);
        } else if (last || seconds - lastLine >= LINE_SECONDS) {
            lastLine = seconds;
            out.printf("step %d of %d: %s%n", report.step() + 1, report.totalSteps(), state);
            out.flush();
        }
    }

    /**
     * Whether a person watches. From JDK 22 on there is a console even where there is no terminal.
     */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean terminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static String time(double seconds) {
        long rounded = Math.round(seconds);
        return rounded < 60
                ? rounded + " s"
                : String.format("%d:%02d min", rounded / 60, rounded % 60);
    }
}
