package org.selfsup.data;

/** From text to token numbers and back. Instances serve many threads. */
public interface Tokenizer {

    /** What the numbers stand for. */
    Vocabulary vocabulary();

    /**
     * The numbers of a text, without special tokens around it.
     *
     * @return as many as it takes, none for a text without tokens
     */
    int[] encode(String text);

    /** The text of some numbers; special tokens appear by name. */
    String decode(int[] tokens);

    /**
     * Whether a token belongs to the same word as the one just before it.
     *
     * @param before the token before
     * @param token the token in question
     */
    boolean continuesWord(int before, int token);
}
