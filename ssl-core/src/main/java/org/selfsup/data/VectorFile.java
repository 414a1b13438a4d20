package org.selfsup.data;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.selfsup.engine.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * word2vec's files. Both start with a line of two numbers, words and values a vector. Then the text
 * has a word and its values a line; the binary file a word, a blank and float32 values in
 * little-endian order, and perhaps a line end before the next word.
 */
final class VectorFile {

    private static final Logger LOGGER = LoggerFactory.getLogger(VectorFile.class);
    private static final String BLANK = " ";

    /** No word or header is longer; a damaged file may hold no blank at all. */
    private static final int LONGEST_WORD = 1 << 16;

    private final Path file;
    private final List<String> words = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int leftOut;

    private VectorFile(Path file) {
        this.file = file;
    }

    static WordVectors readText(Path file) throws IOException {
        VectorFile read = new VectorFile(file);
        try (NumberLines lines = new NumberLines(file)) {
            if (!lines.next(BLANK)) {
                throw lines.fileFault("it is empty; expected vectors of words");
            }
            lines.require(2, "words and values a vector");
            int n = lines.index(0, "the number of words", Integer.MAX_VALUE);
            int d = lines.index(1, "the values a vector", Integer.MAX_VALUE);
            for (int i = 0; i < n; i++) {
                if (!lines.next(BLANK)) {
                    throw lines.fileFault("%d words announced, %d there".formatted(n, i));
                }
                int named = lines.size() == d ? 0 : 1; // a word of white space is not seen
                if (named == 1) {
                    lines.require(1 + d, "a word and %d numbers".formatted(d));
                }
                float[] vector = new float[d];
                for (int j = 0; j < d; j++) {
                    vector[j] = lines.number(named + j, "a value");
                }
                read.add(named == 0 ? "" : lines.text(0), vector);
            }
            if (lines.next(BLANK)) {
                throw lines.fault("more than the %d words announced".formatted(n));
            }
        }
        return read.vectors();
    }

    static WordVectors readBinary(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + ": no such file; give vectors of words");
        }
        VectorFile read = new VectorFile(file);
        try (InputStream in = BinaryFile.open(file)) {
            read.readBinary(in);
        } catch (IOException e) {
            throw BinaryFile.named(file, e);
        }
        return read.vectors();
    }

    private void readBinary(InputStream in) throws IOException {
        String[] sizes = word(in, '\n').strip().split(BLANK, -1);
        if (sizes.length != 2 || !sizes[0].matches("\\d{1,9}") || !sizes[1].matches("\\d{1,9}")) {
            throw fault("it does not start with two numbers, words and values a vector");
        }
        int n = Integer.parseInt(sizes[0]);
        int d = Integer.parseInt(sizes[1]);
        for (int i = 0; i < n; i++) {
            String word = word(in, ' ');
            byte[] bytes = BinaryFile.readWhole(in, (long) Float.BYTES * d);
            if (bytes.length < (long) Float.BYTES * d) {
                throw fault("it ends within the vector of word %d of %d".formatted(i + 1, n));
            }
            float[] vector = new float[d];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
            for (float value : vector) {
                if (!Float.isFinite(value)) {
                    throw fault("the vector of word %d has the value %s".formatted(i + 1, value));
                }
            }
            add(word.startsWith("\n") ? word.substring(1) : word, vector);
        }
        byte[] rest = BinaryFile.readWhole(in, LONGEST_WORD);
        if (!new String(rest, StandardCharsets.UTF_8).isBlank()) {
            throw fault("more than the %d words announced".formatted(n));
        }
    }

    private String word(InputStream in, int end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != end; b = in.read()) {
            if (b < 0 || bytes.size() == LONGEST_WORD) {
                throw fault("it ends, or has no end of a word, after " + words.size() + " words");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void add(String word, float[] vector) {
        if (!word.isEmpty() && known.add(word)) {
            words.add(word);
            vectors.add(vector);
        } else {
            leftOut++;
        }
    }

    private WordVectors vectors() throws IOException {
        if (leftOut > 0) {
            LOGGER.warn("{}: {} words occur again or are white space, left out", file, leftOut);
        }
        try {
            return new WordVectors(words, vectors.toArray(float[][]::new));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private IOException fault(String what) {
        return new IOException(file + ": " + what + "; it is no word2vec file, or damaged");
    }

    static void writeText(Path file, WordVectors all) throws IOException {
        write(
                file,
                all,
                (out, vector) -> {
                    StringBuilder line = new StringBuilder();
                    for (float value : vector) {
                        line.append(line.isEmpty() ? "" : BLANK).append(value);
                    }
                    out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
                });
    }

    static void writeBinary(Path file, WordVectors all) throws IOException {
        byte[] bytes = new byte[Float.BYTES * all.dimension() + 1];
        bytes[bytes.length - 1] = '\n';
        FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        write(
                file,
                all,
                (out, vector) -> {
                    values.put(0, vector);
                    out.write(bytes);
                });
    }

    /** Writes what stands behind a word. */
    private interface Row {
        void write(OutputStream out, float[] vector) throws IOException;
    }

    private static void write(Path file, WordVectors all, Row row) throws IOException {
        requireNames(all.words());
        WholeFile.write(
                file,
                channel -> {
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                    out.write(utf8("%d %d\n".formatted(all.words().size(), all.dimension())));
                    for (int i = 0; i < all.words().size(); i++) {
                        out.write(utf8(all.words().get(i) + BLANK));
                        row.write(out, all.vector(i));
                    }
                    out.flush();
                });
    }

    /** Refuses words that would be read as two, or as none. */
    static void requireNames(List<String> words) {
        for (String word : words) {
            if (word.isEmpty() || word.chars().anyMatch(c -> c <= ' ')) {
                throw new IllegalArgumentException(
                        "A file of vectors holds words without white space, got \"%s\""
                                .formatted(word));
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
