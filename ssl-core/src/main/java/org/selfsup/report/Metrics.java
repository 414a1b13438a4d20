package org.selfsup.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.selfsup.engine.UnwritableException;
import org.selfsup.engine.WholeFile;

/**
 * A table that grows by one row a logged step: {@code metrics.csv}, first column {@code step}.
 *
 * <p>A row is handed to the operating system before {@link #append} returns, so a killed process
 * loses none. The first row fixes the columns. Steps rise from row to row. Values that are not
 * finite stand as {@code NaN}, {@code Infinity} or {@code -Infinity}; a value that was not measured
 * is an empty cell.
 */
public final class Metrics implements AutoCloseable {

    private static final String STEP = "step";
    private static final Pattern NAME = Pattern.compile("[^,\"\\s\\p{Cntrl}][^,\"\\p{Cntrl}]*");

    private final Path file;
    private final FileChannel channel;
    private List<String> columns; // without the step; empty before the first row
    private long last;

    /** A table whose next row goes to a channel; the file is named in messages. */
    Metrics(Path file, FileChannel channel, List<String> columns, long last) {
        this.file = file;
        this.channel = channel;
        this.columns = columns;
        this.last = last;
    }

    /** The table as read: column names without the step, and the whole rows. */
    private record Content(List<String> columns, List<String> rows) {

        static long step(String row) {
            return Long.parseLong(row.substring(0, row.indexOf(',')));
        }
    }

    /**
     * Opens a table to go on with it. What was logged for the steps that will run again, and a last
     * line that was cut short, are dropped.
     *
     * @param file the table, made if missing
     * @param nextStep the first step that has not been trained yet; 0 drops all
     */
    static Metrics open(Path file, long nextStep) throws IOException {
        Content content = Files.exists(file) ? content(file) : new Content(List.of(), List.of());
        List<String> kept =
                content.rows.stream().filter(row -> Content.step(row) < nextStep).toList();
        List<String> columns = kept.isEmpty() ? List.of() : content.columns;
        StringBuilder text = new StringBuilder();
        if (!kept.isEmpty()) {
            text.append(header(columns)).append(String.join("\n", kept)).append('\n');
        }
        WholeFile.write(file, text.toString());
        long last = kept.isEmpty() ? -1 : Content.step(kept.get(kept.size() - 1));
        return new Metrics(file, FileChannel.open(file, StandardOpenOption.APPEND), columns, last);
    }

    /**
     * Appends a row.
     *
     * @param step larger than that of the row before
     * @param values by column; all columns come from the first row
     * @throws IllegalArgumentException if the step does not rise, or a column is new
     * @throws UnwritableException if the disk is full or fails
     */
    public void append(long step, Map<String, ? extends Number> values) throws IOException {
        if (step <= last) {
            throw new IllegalArgumentException(
                    "Steps rise from row to row, but " + step + " follows " + last);
        }
        StringBuilder text = new StringBuilder();
        if (columns.isEmpty()) {
            List<String> first = List.copyOf(values.keySet());
            if (first.isEmpty()) {
                throw new IllegalArgumentException("The first row needs at least one value");
            }
            first.forEach(Metrics::requireName);
            columns = first;
            text.append(header(columns));
        } else {
            for (String name : values.keySet()) {
                if (!columns.contains(name)) {
                    throw new IllegalArgumentException(
                            "The first row fixed the columns "
                                    + columns
                                    + "; \""
                                    + name
                                    + "\" is none of them: report it from the first logged step");
                }
            }
        }
        text.append(step);
        for (String column : columns) {
            text.append(',');
            Number value = values.get(column);
            if (value != null) {
                text.append(value);
            }
        }
        try {
            WholeFile.writeAll(
                    channel,
                    ByteBuffer.wrap(text.append('\n').toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UnwritableException(file, e);
        }
        last = step;
    }

    /**
     * One curve a column, over the step; cells without a value are left out.
     *
     * @param file a table, possibly still growing
     * @throws IOException if it cannot be read or is damaged
     */
    public static List<Curve> curves(Path file) throws IOException {
        Content content = content(file);
        List<Curve> curves = new ArrayList<>();
        for (int c = 0; c < content.columns.size(); c++) {
            Map<Long, Double> cells = new LinkedHashMap<>();
            for (String row : content.rows) {
                String cell = row.split(",", -1)[c + 1];
                if (!cell.isEmpty()) {
                    cells.put(Content.step(row), Double.valueOf(cell));
                }
            }
            curves.add(
                    new Curve(
                            content.columns.get(c),
                            cells.keySet().stream().mapToDouble(step -> step).toArray(),
                            cells.values().stream().mapToDouble(value -> value).toArray()));
        }
        return curves;
    }

    private static Content content(Path file) throws IOException {
        String text = WholeFile.readText(file);
        // What follows the last line end was cut short.
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        if (lines.isEmpty()) {
            return new Content(List.of(), List.of());
        }
        List<String> names = List.of(lines.get(0).split(",", -1));
        if (!names.get(0).equals(STEP)) {
            throw damaged(file, 1, "the first column is \"" + names.get(0) + "\", not step");
        }
        List<String> rows = lines.subList(1, lines.size());
        for (int i = 0; i < rows.size(); i++) {
            String[] cells = rows.get(i).split(",", -1);
            if (cells.length != names.size()) {
                throw damaged(
                        file, i + 2, "it has " + cells.length + " cells, not " + names.size());
            }
            try {
                Long.parseLong(cells[0]);
                for (int c = 1; c < cells.length; c++) {
                    if (!cells[c].isEmpty()) {
                        Double.parseDouble(cells[c]);
                    }
                }
            } catch (NumberFormatException e) {
                throw damaged(file, i + 2, "it holds what is not a number: " + e.getMessage());
            }
        }
        return new Content(names.subList(1, names.size()), rows);
    }

    private static IOException damaged(Path file, int line, String what) {
        return new IOException(
                "Line " + line + " of " + file + " is damaged: " + what + "; delete the line");
    }

    private static String header(List<String> columns) {
        return STEP + "," + String.join(",", columns) + "\n";
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(STEP)) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" cannot name a column: use a word other than \"step\", without"
                            + " comma, quotation mark or line end");
        }
    }

    /** Closes the file. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
