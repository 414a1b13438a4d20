package org.selfsup.data;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;

/** Reads a text of numbers line by line; every complaint names file and line. */
final class NumberLines implements AutoCloseable {

    /** No line of numbers is longer; a damaged file may hold no line end at all. */
    private static final int LONGEST_LINE = 1 << 24;

    private final Path file;
    private final BufferedReader reader;
    private int number;
    private String[] fields = {};

    /**
     * Opens {@code folder/name} or {@code folder/name.gz}.
     *
     * @throws IOException if neither is there
     */
    static NumberLines open(Path folder, String name) throws IOException {
        for (String candidate : new String[] {name, name + ".gz"}) {
            Path file = folder.resolve(candidate);
            if (Files.isRegularFile(file)) {
                return new NumberLines(file);
            }
        }
        throw new IOException("%s: no %s or %s.gz in this folder".formatted(folder, name, name));
    }

    NumberLines(Path file) throws IOException {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file");
        }
        try {
            reader =
                    new BufferedReader(
                            new InputStreamReader(BinaryFile.open(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Goes to the next line that is not blank.
     *
     * @param separator between fields, a regular expression
     * @return false at the end
     */
    boolean next(String separator) throws IOException {
        while (true) {
            String line = line();
            if (line == null) {
                return false;
            }
            number++;
            if (!line.isBlank()) {
                fields = line.strip().split(separator, -1);
                return true;
            }
        }
    }

    private @Nullable String line() throws IOException {
        int c = read();
        if (c < 0) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        while (c >= 0 && c != '\n') {
            if (line.length() == LONGEST_LINE) {
                number++;
                throw fault("longer than 16 million characters; this is not a text of numbers");
            }
            line.append((char) c);
            c = read();
        }
        return line.toString();
    }

    private int read() throws IOException {
        try {
            return reader.read();
        } catch (EOFException | ZipException e) {
            throw new IOException(
                    Troubleshooting.DAMAGED_FILE.of(
                            "%s: its gzip data ends or breaks after line %d; fetch it again"
                                    .formatted(file, number)),
                    e);
        }
    }

    /** How many fields the line has. */
    int size() {
        return fields.length;
    }

    /** Demands so many fields. */
    void require(int count, String what) throws IOException {
        if (fields.length != count) {
            throw fault("expected %s, got %d fields".formatted(what, fields.length));
        }
    }

    /** A field as it stands. */
    String text(int field) {
        return fields[field];
    }

    /** A whole number from 0 to a limit, exclusive. */
    int index(int field, String what, int limit) throws IOException {
        int value = integer(field, what);
        if (value < 0 || value >= limit) {
            throw fault("%s must be from 0 to %d, got %d".formatted(what, limit - 1, value));
        }
        return value;
    }

    /** A whole number. */
    int integer(int field, String what) throws IOException {
        try {
            return Integer.parseInt(fields[field]);
        } catch (NumberFormatException e) {
            throw fault("%s must be a whole number, got \"%s\"".formatted(what, fields[field]));
        }
    }

    /** A finite number. */
    float number(int field, String what) throws IOException {
        try {
            float value = Float.parseFloat(fields[field]);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw fault(
                Troubleshooting.NOT_A_NUMBER.of(
                        "%s must be a finite number, got \"%s\"".formatted(what, fields[field])));
    }

    /** A complaint about the line. */
    IOException fault(String what) {
        return new IOException("%s, line %d: %s".formatted(file, number, what));
    }

    /** A complaint about the file. */
    IOException fileFault(String what) {
        return new IOException("%s: %s".formatted(file, what));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
