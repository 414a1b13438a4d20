package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenMasking;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.generative.masked.SpanBert;
import picocli.CommandLine.Command;

/** Trains SpanBERT on text. */
@Command(
        name = "spanbert",
        mixinStandardHelpOptions = true,
        description =
                "SpanBERT (1907.10529): tell masked spans from all around them, and again from"
                        + " their two ends alone.")
final class SpanBertCommand extends MaskedTextMethod<SpanBert> {

    @Override
    Masking usualMasking() {
        return Masking.SPANS;
    }

    @Override
    int window(int length) {
        return length - 2;
    }

    @Override
    Views<Tokens> views(TextSet text, TokenMasking masking, Samples<Tokens> others) {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        return new MaskedTokenViews(
                text.seen().length(),
                List.of(SequenceEnds.of(vocabulary)),
                masking,
                Corruption.spanBert(vocabulary));
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return new TextTransformer(config(text));
    }

    @Override
    public SpanBert task(Block encoder, int features, TextSet text, long steps) {
        return new SpanBert((TextTransformer) encoder);
    }
}
