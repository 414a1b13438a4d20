package org.selfsup.examples;

import org.jspecify.annotations.Nullable;
import org.selfsup.generative.autoregressive.TokenSampling;
import picocli.CommandLine.Option;

/** How new samples are drawn, where a method leaves a choice. */
final class Sampling {

    private static final double TEXT_TEMPERATURE = 0.8;
    private static final int USUAL_LENGTH = 200;

    @Option(
            names = "--temperature",
            paramLabel = "X",
            description =
                    "Below 1 likely samples become likelier (default: "
                            + TEXT_TEMPERATURE
                            + " of text, 1 of flows).")
    private @Nullable Double temperature;

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
        return new TokenSampling(temperature == null ? TEXT_TEMPERATURE : temperature, topK);
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

    /** That of the codes of a flow, which refuses to be told anything about text. */
    double flowTemperature() {
        refuseText();
        return temperature == null ? 1 : temperature;
    }

    /** Refuses to be told anything where there is no choice. */
    void requireUsual() {
        if (temperature != null) {
            throw new IllegalArgumentException(
                    "--temperature is for text and flows; this run is neither");
        }
        refuseText();
    }

    private void refuseText() {
        if (topK != Integer.MAX_VALUE || length != USUAL_LENGTH || !prompt.isEmpty()) {
            throw new IllegalArgumentException(
                    "--top-k, --length and --prompt are for text; this run writes none");
        }
    }
}
