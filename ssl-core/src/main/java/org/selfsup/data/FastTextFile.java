package org.selfsup.data;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selfsup.engine.WholeFile;

/**
 * fastText's {@code .bin} file, version 12, all numbers in little-endian order:
 *
 * <pre>{@code
 * int32   magic, version
 * int32   dimension, window, epochs, least count, negatives, word n-grams, loss, model,
 *         buckets, shortest and longest n-gram, update rate;  float64  threshold
 * int32   entries, words, labels;  int64  tokens, pruned (-1: not)
 * entry   UTF-8 and a zero byte, int64 count, int8 type (0: word)
 * int8    quantized;  int64 rows, columns;  float32 input rows
 * int8    quantized;  int64 rows, columns;  float32 output rows
 * }</pre>
 */
final class FastTextFile {

    private static final int MAGIC = 793_712_314;
    private static final int VERSION = 12;
    private static final int UPDATE_RATE = 100;
    private static final int LONGEST_WORD = 1 << 16;

    /** In the order of fastText's numbers, from 1; a classifier's would be the third. */
    private static final List<SubwordVectors.Training.Context> CONTEXTS =
            List.of(
                    SubwordVectors.Training.Context.CBOW,
                    SubwordVectors.Training.Context.SKIP_GRAM);

    private static final List<SubwordVectors.Training.Loss> LOSSES =
            List.of(
                    SubwordVectors.Training.Loss.HIERARCHICAL_SOFTMAX,
                    SubwordVectors.Training.Loss.NEGATIVE_SAMPLING,
                    SubwordVectors.Training.Loss.SOFTMAX,
                    SubwordVectors.Training.Loss.ONE_VS_ALL);

    private final Path file;
    private final InputStream in;

    private FastTextFile(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static SubwordVectors read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + ": no such file; give a .bin of fastText");
        }
        try (InputStream in = BinaryFile.open(file)) {
            return new FastTextFile(file, in).read();
        } catch (IOException | IllegalArgumentException e) {
            throw BinaryFile.named(file, e);
        }
    }

    private SubwordVectors read() throws IOException {
        ByteBuffer head = bytes(14 * Integer.BYTES + Double.BYTES);
        int magic = head.getInt();
        int version = head.getInt();
        if (magic != MAGIC || version < 11 || version > VERSION) {
            throw fault("it does not start as a .bin of fastText, version 11 or 12");
        }
        int dimension = head.getInt();
        int window = head.getInt();
        int epochs = head.getInt();
        int leastCount = head.getInt();
        int negatives = head.getInt();
        head.getInt(); // word n-grams, of classifiers
        int loss = head.getInt();
        int model = head.getInt();
        int buckets = head.getInt();
        int shortest = head.getInt();
        int longest = head.getInt();
        head.getInt(); // update rate
        double threshold = head.getDouble();
        if (model < 1 || model > CONTEXTS.size() || loss < 1 || loss > LOSSES.size()) {
            throw fault("it holds no word vectors but a classifier, or is damaged");
        }
        ByteBuffer sizes = bytes(3 * Integer.BYTES + 2 * Long.BYTES);
        int entries = sizes.getInt();
        int known = sizes.getInt();
        sizes.getInt(); // labels
        sizes.getLong(); // tokens
        if (entries < 1 || entries != known || sizes.getLong() >= 0 || buckets < 0) {
            throw fault("its dictionary is empty, pruned, or not of words alone");
        }
        List<String> words = new ArrayList<>();
        long[] counts = {};
        for (int i = 0; i < entries; i++) {
            words.add(word());
            ByteBuffer entry = bytes(Long.BYTES + 1);
            counts = i < counts.length ? counts : Arrays.copyOf(counts, 2 * i + 16);
            counts[i] = entry.getLong();
        }
        boolean subwords = longest > 0 && longest >= shortest && buckets > 0;
        CharacterNgrams ngrams =
                subwords
                        ? new CharacterNgrams(Math.max(1, shortest), longest, buckets)
                        : CharacterNgrams.NONE;
        float[][] input = rows((long) entries + buckets, dimension);
        float[][] output = rows(entries, dimension);
        return new SubwordVectors(
                words,
                Arrays.copyOf(counts, entries),
                subwords ? input : Arrays.copyOf(input, entries),
                output,
                new SubwordVectors.Training(
                        CONTEXTS.get(model - 1),
                        LOSSES.get(loss - 1),
                        window,
                        epochs,
                        leastCount,
                        negatives,
                        threshold,
                        ngrams));
    }

    private String word() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                throw new EOFException("it ends too early; fetch it again");
            }
            if (bytes.size() == LONGEST_WORD) {
                throw fault("a word has no end");
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A matrix of a known size; memory grows with what arrives. */
    private float[][] rows(long rows, int dimension) throws IOException {
        ByteBuffer head = bytes(1 + 2 * Long.BYTES);
        if (head.get() != 0) {
            throw fault("its vectors are quantized, which only those of classifiers should be");
        }
        long found = head.getLong();
        long columns = head.getLong();
        if (found != rows || columns != dimension || dimension < 1) {
            throw fault(
                    "a matrix is of %d x %d, expected %d x %d"
                            .formatted(found, columns, rows, dimension));
        }
        List<float[]> read = new ArrayList<>();
        for (long i = 0; i < rows; i++) {
            ByteBuffer bytes = bytes((long) Float.BYTES * dimension);
            float[] row = new float[dimension];
            bytes.asFloatBuffer().get(row);
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw fault("row %d of a matrix has the value %s".formatted(i, value));
                }
            }
            read.add(row);
        }
        return read.toArray(float[][]::new);
    }

    private ByteBuffer bytes(long count) throws IOException {
        byte[] bytes = BinaryFile.readWhole(in, count);
        if (bytes.length < count) {
            throw new EOFException("it ends too early; fetch it again");
        }
        return little(bytes);
    }

    private IOException fault(String what) {
        return new IOException(file + ": " + what);
    }

    static void write(Path file, SubwordVectors vectors) throws IOException {
        VectorFile.requireNames(vectors.words());
        WholeFile.write(
                file,
                channel -> {
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                    out.write(head(vectors));
                    long[] counts = vectors.counts();
                    for (int i = 0; i < counts.length; i++) {
                        out.write(vectors.words().get(i).getBytes(StandardCharsets.UTF_8));
                        byte[] entry = new byte[2 + Long.BYTES];
                        little(entry).putLong(1, counts[i]);
                        out.write(entry);
                    }
                    writeRows(out, vectors.input());
                    writeRows(out, vectors.output());
                    out.flush();
                });
    }

    private static byte[] head(SubwordVectors vectors) {
        SubwordVectors.Training training = vectors.training();
        CharacterNgrams ngrams = training.ngrams();
        int[] numbers = {
            MAGIC,
            VERSION,
            vectors.dimension(),
            training.window(),
            training.epochs(),
            training.leastCount(),
            training.negatives(),
            1,
            LOSSES.indexOf(training.loss()) + 1,
            CONTEXTS.indexOf(training.context()) + 1,
            ngrams.buckets(),
            ngrams.shortest(),
            ngrams.longest(),
            UPDATE_RATE
        };
        int n = vectors.words().size();
        byte[] bytes = new byte[Integer.BYTES * (numbers.length + 3) + Double.BYTES + 16];
        ByteBuffer head = little(bytes);
        for (int number : numbers) {
            head.putInt(number);
        }
        head.putDouble(training.threshold()).putInt(n).putInt(n).putInt(0);
        head.putLong(Arrays.stream(vectors.counts()).sum()).putLong(-1);
        return bytes;
    }

    private static void writeRows(OutputStream out, float[][] rows) throws IOException {
        int d = rows[0].length;
        byte[] head = new byte[1 + 2 * Long.BYTES];
        little(head).putLong(1, rows.length).putLong(1 + Long.BYTES, d);
        out.write(head);
        byte[] bytes = new byte[Float.BYTES * d];
        for (float[] row : rows) {
            little(bytes).asFloatBuffer().put(row);
            out.write(bytes);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
