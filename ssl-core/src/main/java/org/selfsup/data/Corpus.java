package org.selfsup.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.selfsup.engine.Troubleshooting;

/**
 * A text in one or more parts, held in memory.
 *
 * @param name for a person
 * @param parts at least one; where there are several, they are classes for evaluation
 */
public record Corpus(String name, List<Part> parts) {

    private static final long MAX_BYTES = Integer.MAX_VALUE - 9;
    private static final int LONGEST_SENTENCE = 1_000;

    /**
     * A part of a text.
     *
     * @param name for a person, the name of the class
     * @param text not empty
     */
    public record Part(String name, String text) {}

    /** Checks that there is text. */
    public Corpus {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.stream().anyMatch(part -> part.text.isEmpty())) {
            throw new IllegalArgumentException(
                    "A corpus has at least one part and text in each, got "
                            + parts.stream().map(part -> part.text.length()).toList()
                            + " characters");
        }
    }

    /**
     * Reads a text file in UTF-8, plain or gzip, as one part. A byte order mark is dropped.
     *
     * @throws IOException if it is missing, empty, larger than an eighth of the Java heap, or not
     *     text in UTF-8; the message names it and the first bad byte
     */
    public static Corpus read(Path file) throws IOException {
        // Read, decoded and copied it takes up to six times its length.
        return read(file, Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 8));
    }

    static Corpus read(Path file, long most) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + ": no such file; give a text file in UTF-8");
        }
        byte[] bytes;
        try (InputStream in = BinaryFile.open(file)) {
            bytes = BinaryFile.readWhole(in, most + 1);
        } catch (IOException e) {
            throw new IOException(
                    "%s: not a whole text or gzip file (%s)".formatted(file, e.getMessage()), e);
        }
        if (bytes.length > most) {
            throw new IOException(
                    "%s: more than %d MiB of text; cut it, or give Java a larger heap with -Xmx"
                            .formatted(file, most >> 20));
        }
        String text = decode(file, bytes);
        if (text.isBlank()) {
            throw new IOException(
                    Troubleshooting.EMPTY_DATA.of(
                            file + ": no text in it; give a text file in UTF-8"));
        }
        return new Corpus(file.getFileName().toString(), List.of(new Part("text", text)));
    }

    private static String decode(Path file, byte[] bytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(in, out, true);
        int bad = result.isError() ? in.position() : firstZero(bytes);
        if (bad >= 0) {
            throw new IOException(
                    "%s: byte %d is %02x, which is not text in UTF-8; convert the file first"
                            .formatted(file, bad, bytes[bad]));
        }
        String text = out.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** A zero byte is valid UTF-8, but a sign of UTF-16 or of no text at all. */
    private static int firstZero(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The parts, one after the other. */
    public String text() {
        return parts.size() == 1
                ? parts.get(0).text
                : parts.stream().map(Part::text).collect(Collectors.joining());
    }

    /**
     * The same text in parts of about equal length, cut after ends of lines.
     *
     * @param count how many, at least 1: with 2 the classes are the two halves
     * @throws IllegalArgumentException if there are too few lines
     */
    public Corpus inParts(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A corpus has at least one part, got " + count);
        }
        String text = text();
        List<Part> cut = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= count; i++) {
            int to = text.length();
            if (i < count) {
                to = text.indexOf('\n', (int) ((long) text.length() * i / count)) + 1;
            }
            if (to <= from) {
                throw new IllegalArgumentException(
                        "The text has too few lines to cut it into %d parts of about equal length"
                                .formatted(count));
            }
            cut.add(new Part("part %d of %d".formatted(i, count), text.substring(from, to)));
            from = to;
        }
        return new Corpus(name, cut);
    }

    /**
     * Windows to train and to test on. Every part is encoded as a whole and its last tokens are for
     * testing; training windows overlap, test windows do not, and no token is in both.
     *
     * @param tokenizer from text to tokens
     * @param length tokens in a window, at least 1
     * @param stride tokens from one training window to the next, at least 1
     * @param testShare of each part's tokens, above 0 and below 1
     * @throws IllegalArgumentException if a window is longer than what there is to train or test on
     */
    public DataSet<Tokens> windows(Tokenizer tokenizer, int length, int stride, double testShare) {
        requireShare(testShare);
        List<int[]> train = new ArrayList<>();
        List<int[]> test = new ArrayList<>();
        for (Part part : parts) {
            int[] tokens = tokenizer.encode(part.text);
            int cut = (int) (tokens.length * (1 - testShare));
            train.add(Arrays.copyOfRange(tokens, 0, cut));
            test.add(Arrays.copyOfRange(tokens, cut, tokens.length));
        }
        List<String> names =
                parts.size() == 1 ? List.of() : parts.stream().map(Part::name).toList();
        TokenWindows trainWindows = new TokenWindows(train, names, length, stride);
        TokenWindows testWindows = new TokenWindows(test, names, length, length);
        return new DataSet<>(
                trainWindows,
                testWindows,
                "%s, %d training and %d test tokens, vocabulary of %d, windows of %d%s"
                        .formatted(
                                name,
                                count(train),
                                count(test),
                                tokenizer.vocabulary().size(),
                                length,
                                parts.size() == 1 ? "" : ", %d parts".formatted(parts.size())),
                fingerprint(tokenizer)
                        .add(length)
                        .add(stride)
                        .add(Double.toString(testShare))
                        .hex());
    }

    /**
     * All sentences: the lines of the text that hold tokens, those of more than 1,000 in pieces.
     *
     * @param tokenizer from text to tokens
     * @throws IllegalArgumentException if there are none
     */
    public Samples<Tokens> sentences(Tokenizer tokenizer) {
        List<Tokens> all = new ArrayList<>();
        for (Part part : parts) {
            part.text
                    .lines()
                    .map(tokenizer::encode)
                    .forEach(
                            line -> {
                                for (int at = 0; at < line.length; at += LONGEST_SENTENCE) {
                                    int length = Math.min(LONGEST_SENTENCE, line.length - at);
                                    all.add(new Tokens(line, at, length));
                                }
                            });
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("There are no words in " + name);
        }
        return new Sentences(all);
    }

    /** Sentences in memory. */
    private record Sentences(List<Tokens> all) implements Samples<Tokens> {

        @Override
        public int size() {
            return all.size();
        }

        @Override
        public Tokens get(int index) {
            return all.get(index);
        }
    }

    /**
     * Sentences to train and to test on, the tests spread evenly over the text.
     *
     * @param tokenizer from text to tokens
     * @param testShare of the sentences, above 0 and below 1
     * @throws IllegalArgumentException if that leaves none to train or to test on
     */
    public DataSet<Tokens> sentences(Tokenizer tokenizer, double testShare) {
        requireShare(testShare);
        Samples<Tokens> all = sentences(tokenizer);
        IntPredicate held = i -> Math.floor((i + 1) * testShare) > Math.floor(i * testShare);
        int[] train = IntStream.range(0, all.size()).filter(held.negate()).toArray();
        int[] test = IntStream.range(0, all.size()).filter(held).toArray();
        if (train.length == 0 || test.length == 0) {
            throw new IllegalArgumentException(
                    "%d lines of text are too few to keep a share of %s of them for tests"
                            .formatted(all.size(), testShare));
        }
        return new DataSet<>(
                new Subset<>(all, train),
                new Subset<>(all, test),
                "%s, %d training and %d test sentences, vocabulary of %d"
                        .formatted(name, train.length, test.length, tokenizer.vocabulary().size()),
                fingerprint(tokenizer).add(Double.toString(testShare)).hex());
    }

    private static void requireShare(double tests) {
        if (!(tests > 0 && tests < 1)) {
            throw new IllegalArgumentException(
                    "The share of the tests is above 0 and below 1, got " + tests);
        }
    }

    private Fingerprint fingerprint(Tokenizer tokenizer) {
        Fingerprint fingerprint = new Fingerprint();
        tokenizer.vocabulary().addTo(fingerprint);
        parts.forEach(part -> fingerprint.add(part.name).add(part.text));
        return fingerprint;
    }

    private static long count(List<int[]> parts) {
        return parts.stream().mapToLong(part -> part.length).sum();
    }
}
