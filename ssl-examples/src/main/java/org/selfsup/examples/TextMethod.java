package org.selfsup.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Tokens;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on text.
 *
 * @param <T> the task
 */
abstract class TextMethod<T extends PretextTask> extends MethodCommand<Tokens, TextSet, T> {

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "toy-text",
            description = "toy-text or text:FILE, in UTF-8 (default: ${DEFAULT-VALUE}).")
    private String data = "toy-text";

    @Option(
            names = "--tokens",
            paramLabel = "SPEC",
            description =
                    "characters, words (lower case), or subwords:FILE with a tokenizer.json"
                            + " (default: the method's own).")
    private @Nullable String tokens;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "64",
            description = "Tokens that the network sees at once (default: ${DEFAULT-VALUE}).")
    private int length = 64;

    @Option(
            names = "--held-out",
            paramLabel = "WHAT",
            description =
                    "Kept from training: ${COMPLETION-CANDIDATES}; the last tenth, or every tenth"
                            + " block (default: the method's own).")
    private TextSet.@Nullable HeldOut heldOut;

    /** How many tokens a sample has if the network has so many places. */
    abstract int window(int length);

    /** What is taken where the command line says nothing. */
    String usualTokens() {
        return "words";
    }

    /** What is taken where the command line says nothing. */
    TextSet.HeldOut usualHeldOut() {
        return TextSet.HeldOut.BLOCKS;
    }

    /** Whether encoders see a text between {@code [CLS]} and {@code [SEP]}. */
    boolean ends() {
        return true;
    }

    @Override
    public final String data() {
        return data;
    }

    @Override
    public final TextSet open() throws IOException {
        return TextSet.open(data, data, seen());
    }

    /** With the vocabulary of the text that the run learnt from. */
    @Override
    public final TextSet open(RunSettings settings, String other) throws IOException {
        return TextSet.open(other, settings.data(), seen());
    }

    private TextSet.Seen seen() {
        return new TextSet.Seen(
                tokens == null ? usualTokens() : tokens,
                length,
                window(length),
                ends(),
                heldOut == null ? usualHeldOut() : heldOut);
    }
}
