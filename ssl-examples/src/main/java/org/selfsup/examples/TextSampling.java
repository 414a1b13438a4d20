package org.selfsup.examples;

import org.selfsup.generative.autoregressive.TokenSampling;
import picocli.CommandLine.Option;

/** How a language model writes. */
final class TextSampling {

    private static final double USUAL_TEMPERATURE = 0.8;
    private static final int USUAL_LENGTH = 200;

    @Option(
            names = "--temperature",
            paramLabel = "X",
            defaultValue = "" + USUAL_TEMPERATURE,
            description =
                    "Of text: below 1 likely tokens become likelier (default: ${DEFAULT-VALUE}).")
    private double temperature = USUAL_TEMPERATURE;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = "Of text: the N likeliest tokens may be drawn (default: all).")
    private int topK = Integer.MAX_VALUE;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "" + USUAL_LENGTH,
            description = "Of text: how many follow the prompt (default: ${DEFAULT-VALUE}).")
    private int length = USUAL_LENGTH;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Of text: what goes before (default: an empty line).")
    private String prompt = "";

    /** How tokens are drawn. */
    TokenSampling tokens() {
        return new TokenSampling(temperature, topK);
    }

    /** How many tokens to write. */
    int length() {
        if (length < 1) {
            throw new IllegalArgumentException("--length must be at least 1, got " + length);
        }
        return length;
    }

    /** What to go on with, empty for nothing. */
    String prompt() {
        return prompt;
    }

    /** Refuses to be told anything about text where there will be none. */
    void requireUsual() {
        if (temperature != USUAL_TEMPERATURE
                || topK != Integer.MAX_VALUE
                || length != USUAL_LENGTH
                || !prompt.isEmpty()) {
            throw new IllegalArgumentException(
                    "--temperature, --top-k, --length and --prompt are for text; this run writes"
                            + " none");
        }
    }
}
