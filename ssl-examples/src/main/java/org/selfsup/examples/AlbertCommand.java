package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.SegmentPairViews;
import org.selfsup.augment.SentenceOrder;
import org.selfsup.augment.TokenMasking;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.generative.masked.Albert;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains ALBERT on text. */
@Command(
        name = "albert",
        mixinStandardHelpOptions = true,
        description =
                "ALBERT (1909.11942): tell masked tokens and the order of two segments, by one"
                        + " layer run through many times.")
final class AlbertCommand extends MaskedTextMethod<Albert> {

    @Option(
            names = "--embedding",
            paramLabel = "N",
            defaultValue = "32",
            description = "Width of the table of tokens (default: ${DEFAULT-VALUE}).")
    private int embedding = 32;

    @Override
    Masking usualMasking() {
        return Masking.SPANS;
    }

    @Override
    int longestSpan() {
        return 3;
    }

    @Override
    int window(int length) {
        return length - 3;
    }

    @Override
    Views<Tokens> views(TextSet text, TokenMasking masking, Samples<Tokens> others) {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        return new SegmentPairViews(
                text.seen().length(),
                sentenceEnds(vocabulary),
                new SentenceOrder(),
                masking,
                Corruption.bert(vocabulary));
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return new TextTransformer(Albert.config(config(text), embedding));
    }

    @Override
    public Albert task(Block encoder, int features, TextSet text, long steps) {
        return new Albert((TextTransformer) encoder);
    }
}
