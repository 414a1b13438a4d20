package org.selfsup.data;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sub-words as tokens (WordPiece, byte-pair encoding, unigram), read from a {@code tokenizer.json}
 * as Hugging Face's tokenizers library writes it.
 *
 * <p>Needs {@code ai.djl.huggingface:tokenizers} on the class path, which this library does not
 * bring along. Where the file sets truncation or padding, they are off. Nothing is downloaded.
 */
public final class SubwordTokenizer implements Tokenizer, AutoCloseable {

    /** Left to itself it would cut every text after 512 tokens. */
    private static final Map<String, String> WHOLE =
            Map.of("truncation", "false", "padding", "false");

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final boolean[] continues; // by number

    private SubwordTokenizer(Path file, HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        continues = new boolean[vocabulary.size()];
        boolean marksStarts =
                vocabulary.tokens().stream()
                        .anyMatch(
                                token -> token.startsWith("\u0120") || token.startsWith("\u2581"));
        for (int number : vocabulary.regular()) {
            continues[number] = continues(vocabulary.token(number), marksStarts);
        }
    }

    /**
     * Reads a tokenizer.
     *
     * @param file the {@code tokenizer.json}
     * @throws IOException if it is missing or damaged; the message names it
     * @throws IllegalStateException if the tokenizers library is not on the class path
     */
    public static SubwordTokenizer open(Path file) throws IOException {
        TokenizerFile read = TokenizerFile.read(file);
        try (InputStream json =
                new ByteArrayInputStream(read.json().getBytes(StandardCharsets.UTF_8))) {
            return new SubwordTokenizer(
                    file, HuggingFaceTokenizer.newInstance(json, WHOLE), read.vocabulary());
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "Sub-words need ai.djl.huggingface:tokenizers on the class path; add it to your project",
                    e);
        } catch (RuntimeException e) {
            throw TokenizerFile.fault(file, e);
        }
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * The numbers of a text's tokens.
     *
     * @throws IllegalArgumentException if the file knows no token for something unknown, and the
     *     text has it
     */
    @Override
    public int[] encode(String text) {
        long[] numbers;
        try {
            numbers = tokenizer.encode(text, false, false).getIds();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "%s: cannot encode this text (%s)".formatted(file, e.getMessage()), e);
        }
        return Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String decode(int[] tokens) {
        return tokenizer.decode(IntStream.of(tokens).asLongStream().toArray(), false);
    }

    @Override
    public boolean continuesWord(int before, int token) {
        return continues[token] && !vocabulary.isSpecial(before);
    }

    /** Frees the native tokenizer. */
    @Override
    public void close() {
        tokenizer.close();
    }

    /** WordPiece marks what goes on, the others mark what starts. */
    private static boolean continues(String token, boolean marksStarts) {
        if (!marksStarts) {
            return token.startsWith("##");
        }
        return TextWords.isInside(token.codePointAt(0))
                && !token.startsWith("\u0120")
                && !token.startsWith("\u2581");
    }
}
