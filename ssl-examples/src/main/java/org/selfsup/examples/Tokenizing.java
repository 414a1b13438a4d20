package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.selfsup.data.CharacterTokenizer;
import org.selfsup.data.SubwordTokenizer;
import org.selfsup.data.Tokenizer;
import org.selfsup.data.WordTokenizer;

/** How a text becomes tokens, by the name it has on the command line. */
final class Tokenizing {

    private static final String SUBWORDS = "subwords:";

    /** Rarer words are unknown. */
    private static final int WORD_COUNT = 2;

    private Tokenizing() {}

    /**
     * Opens a tokenizer.
     *
     * @param spec {@code characters}, {@code words} (in lower case, those that occur twice), or
     *     {@code subwords:FILE}, a {@code tokenizer.json}
     * @param text whose characters or words it knows
     * @throws IllegalArgumentException if the name is unknown
     * @throws IOException if the file cannot be read
     */
    static Tokenizer open(String spec, String text) throws IOException {
        if (spec.equals("characters")) {
            return CharacterTokenizer.of(text);
        } else if (spec.equals("words")) {
            return WordTokenizer.of(text, WORD_COUNT, true);
        } else if (spec.startsWith(SUBWORDS) && spec.length() > SUBWORDS.length()) {
            return SubwordTokenizer.open(Path.of(spec.substring(SUBWORDS.length())));
        }
        throw new IllegalArgumentException(
                "Unknown tokens \""
                        + spec
                        + "\": expected characters, words or subwords:FILE, FILE being a"
                        + " tokenizer.json");
    }
}
