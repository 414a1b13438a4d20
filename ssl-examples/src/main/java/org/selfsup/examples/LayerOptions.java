package org.selfsup.examples;

import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import picocli.CommandLine.Option;

/** Sizes of a Transformer. */
final class LayerOptions {

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "4",
            description = "Layers of the Transformer (default: ${DEFAULT-VALUE}).")
    private int layers = 4;

    @Option(
            names = "--heads",
            paramLabel = "N",
            defaultValue = "4",
            description = "Heads of every layer (default: ${DEFAULT-VALUE}).")
    private int heads = 4;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "128",
            description = "Features of every place (default: ${DEFAULT-VALUE}).")
    private int width = 128;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            description = "Share of values left out in training (default: ${DEFAULT-VALUE}).")
    private float dropout;

    /** Without dropout. */
    LayerOptions() {
        this(0);
    }

    /** With the dropout that is usual for a method. */
    LayerOptions(float dropout) {
        this.dropout = dropout;
    }

    /** A bidirectional encoder of a text, the mean of its places. */
    TextTransformer encoder(TextSet text) {
        return new TextTransformer(
                new TextTransformer.Config(
                        text.tokenizer().vocabulary().size(), bidirectional(text.seen().length())));
    }

    /** As GPT-2's: norms before, GELU, every place sees those before it. */
    Transformer.Config causal(int length) {
        return Transformer.Config.of(width, layers, heads)
                .withPositions(length)
                .withCausal()
                .withDropout(dropout)
                .withEpsilon(1e-5f);
    }

    /** As BERT's: norms after, GELU, every place sees all. */
    Transformer.Config bidirectional(int length) {
        return Transformer.Config.of(width, layers, heads)
                .withPositions(length)
                .withOrder(Transformer.Order.NORM_AFTER)
                .withDropout(dropout)
                .withEpsilon(1e-12f);
    }
}
