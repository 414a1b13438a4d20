package org.selfsup.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.selfsup.engine.WholeFile;

/**
 * A {@code tokenizer.json} of Hugging Face's tokenizers library, checked: what is wrong in it may
 * end the process once native code reads it.
 *
 * @param vocabulary its tokens
 * @param json the same as it is to be read: strictly JSON, without what changes or cuts numbers
 */
record TokenizerFile(Vocabulary vocabulary, String json) {

    private static final int DEEPEST = 64;

    /** Truncation and padding are off, and special tokens are not put around a text here. */
    private static final List<String> LEFT_OUT = List.of("truncation", "padding", "post_processor");

    static TokenizerFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file + ": no such file; give a tokenizer.json");
        }
        String text = WholeFile.readText(file);
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(DEEPEST);
            JsonObject root = JsonParser.parseReader(reader).getAsJsonObject();
            check(root);
            LEFT_OUT.forEach(part -> root.add(part, JsonNull.INSTANCE));
            return new TokenizerFile(vocabulary(root), root.toString());
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | ClassCastException
                | IndexOutOfBoundsException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw fault(file, e);
        }
    }

    static IOException fault(Path file, RuntimeException cause) {
        return new IOException(
                "%s: not a tokenizer.json that can be read (%s)"
                        .formatted(file, cause.getMessage()),
                cause);
    }

    /** Refuses what JSON may hold and the native reader does not survive. */
    private static void check(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(TokenizerFile::check);
        } else if (element.isJsonObject()) {
            for (Map.Entry<String, JsonElement> member : element.getAsJsonObject().entrySet()) {
                check(new JsonPrimitive(member.getKey()));
                check(member.getValue());
            }
        } else if (element.isJsonPrimitive()) {
            JsonPrimitive value = element.getAsJsonPrimitive();
            if (value.isNumber() && !Double.isFinite(value.getAsDouble())) {
                throw new IllegalArgumentException("a number in it is " + value);
            }
            if (value.isString()
                    && !StandardCharsets.UTF_8.newEncoder().canEncode(value.getAsString())) {
                throw new IllegalArgumentException("a text in it is half a character");
            }
        }
    }

    private static Vocabulary vocabulary(JsonObject root) {
        Map<String, Integer> numbers = new HashMap<>();
        JsonElement model = root.getAsJsonObject("model").get("vocab");
        if (model.isJsonArray()) { // unigram: pairs of token and log-probability
            for (JsonElement pair : model.getAsJsonArray()) {
                add(numbers, pair.getAsJsonArray().get(0).getAsString(), numbers.size());
            }
        } else {
            model.getAsJsonObject()
                    .asMap()
                    .forEach((token, number) -> add(numbers, token, number.getAsInt()));
        }
        Map<Integer, Boolean> special = new HashMap<>();
        if (root.has("added_tokens")) {
            int next = numbers.size();
            for (JsonElement element : root.getAsJsonArray("added_tokens")) {
                JsonObject added = element.getAsJsonObject();
                String token = added.get("content").getAsString();
                int number = added.get("id").getAsInt();
                Integer given = numbers.get(token);
                if (given == null) {
                    given = next++; // whatever the file says
                    add(numbers, token, given);
                }
                if (given != number) {
                    throw new IllegalArgumentException(
                            "token '%s' is to have the number %d, but gets %d"
                                    .formatted(token, number, given));
                }
                special.put(number, added.get("special").getAsBoolean());
            }
        }
        TreeMap<Integer, String> tokens = new TreeMap<>();
        numbers.forEach((token, number) -> tokens.put(number, token));
        int size = numbers.size();
        if (tokens.size() < size
                || size == 0
                || tokens.firstKey() != 0
                || tokens.lastKey() >= size) {
            throw new IllegalArgumentException(
                    "its %d tokens are not numbered from 0 on".formatted(size));
        }
        boolean[] isSpecial = new boolean[size];
        special.forEach((number, is) -> isSpecial[number] = is);
        return new Vocabulary(List.copyOf(tokens.values()), new long[size], isSpecial);
    }

    private static void add(Map<String, Integer> numbers, String token, int number) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("token %d is empty".formatted(number));
        }
        if (numbers.put(token, number) != null) {
            throw new IllegalArgumentException("token '%s' occurs twice".formatted(token));
        }
    }
}
