package org.selfsup.data;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Sub-words as tokens (WordPiece, byte-pair encoding, unigram), read from a {@code tokenizer.json}
 * as Hugging Face's tokenizers library writes it.
 *
 * <p>Needs {@code ai.djl.huggingface:tokenizers} on the class path, which this library does not
 * bring along. Where the file sets truncation or padding, they are off. Nothing is downloaded.
 */
public final class SubwordTokenizer implements Tokenizer, AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final boolean[] continues; // by number

    private SubwordTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
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
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + ": no such file; give a tokenizer.json");
        }
        Vocabulary vocabulary = vocabulary(file);
        try {
            return new SubwordTokenizer(
                    HuggingFaceTokenizer.newInstance(
                            file, Map.of("truncation", "false", "padding", "false")),
                    vocabulary);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "Sub-words need ai.djl.huggingface:tokenizers on the class path; add it to your project",
                    e);
        } catch (RuntimeException e) {
            throw new IOException(
                    "%s: not a tokenizer.json that can be read (%s)"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int[] encode(String text) {
        long[] numbers = tokenizer.encode(text, false, false).getIds();
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

    private static Vocabulary vocabulary(Path file) throws IOException {
        try {
            JsonObject root = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            TreeMap<Integer, String> tokens = new TreeMap<>();
            JsonElement model = root.getAsJsonObject("model").get("vocab");
            if (model.isJsonArray()) { // unigram: pairs of token and log-probability
                for (JsonElement pair : model.getAsJsonArray()) {
                    tokens.put(tokens.size(), pair.getAsJsonArray().get(0).getAsString());
                }
            } else {
                model.getAsJsonObject()
                        .asMap()
                        .forEach((token, number) -> tokens.put(number.getAsInt(), token));
            }
            TreeMap<Integer, Boolean> special = new TreeMap<>();
            if (root.has("added_tokens")) {
                for (JsonElement added : root.getAsJsonArray("added_tokens")) {
                    JsonObject token = added.getAsJsonObject();
                    int number = token.get("id").getAsInt();
                    tokens.put(number, token.get("content").getAsString());
                    special.put(number, token.get("special").getAsBoolean());
                }
            }
            if (tokens.isEmpty() || tokens.lastKey() != tokens.size() - 1) {
                throw new IOException(
                        "%s: its %d tokens are not numbered from 0 on"
                                .formatted(file, tokens.size()));
            }
            boolean[] isSpecial = new boolean[tokens.size()];
            special.forEach((number, is) -> isSpecial[number] = is);
            return new Vocabulary(List.copyOf(tokens.values()), new long[tokens.size()], isSpecial);
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new IOException(
                    "%s: not a tokenizer.json, it has no readable vocabulary (%s)"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
