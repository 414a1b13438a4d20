package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.NextSentence;
import org.selfsup.augment.SegmentPairViews;
import org.selfsup.augment.TokenMasking;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.generative.masked.Bert;
import picocli.CommandLine.Command;

/** Trains BERT on text. */
@Command(
        name = "bert",
        mixinStandardHelpOptions = true,
        description =
                "BERT (1810.04805): tell masked tokens from those around them, and whether two"
                        + " segments follow one another; --masking entities is ERNIE's"
                        + " (1904.09223).")
final class BertCommand extends MaskedTextMethod<Bert> {

    @Override
    Masking usualMasking() {
        return Masking.TOKENS;
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
                new NextSentence(others),
                masking,
                Corruption.bert(vocabulary));
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return new TextTransformer(config(text).withSegments(2));
    }

    @Override
    public Bert task(Block encoder, int features, TextSet text, long steps) {
        return new Bert((TextTransformer) encoder);
    }
}
