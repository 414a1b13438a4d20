package org.selfsup.data;

import java.util.function.Consumer;

/**
 * Where words begin and end: a run of letters, digits and marks, with apostrophes between them, is
 * a word; so is every other character but white space.
 */
final class TextWords {

    private TextWords() {}

    /** Whether a character is inside a word. */
    static boolean isInside(int character) {
        return Character.isLetterOrDigit(character)
                || switch (Character.getType(character)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }

    /** Hands over the words of a text in order. */
    static void forEach(String text, Consumer<String> word) {
        int at = 0;
        while (at < text.length()) {
            int from = at;
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (isInside(character)) {
                at = end(text, at);
            } else if (Character.isWhitespace(character)) {
                continue;
            }
            word.accept(text.substring(from, at));
        }
    }

    /** Where the word that {@code at} is inside of ends. */
    private static int end(String text, int at) {
        while (at < text.length()) {
            int character = text.codePointAt(at);
            int after = at + Character.charCount(character);
            boolean apostrophe = character == '\'' || character == '\u2019';
            if (!isInside(character)
                    && !(apostrophe
                            && after < text.length()
                            && isInside(text.codePointAt(after)))) {
                return at;
            }
            at = after;
        }
        return at;
    }
}
