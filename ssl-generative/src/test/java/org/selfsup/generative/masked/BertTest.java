package org.selfsup.generative.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.NextSentence;
import org.selfsup.augment.SegmentPairing;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.TextTokens;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TextTransformer.Config;
import org.selfsup.encoder.Transformer;
import org.selfsup.engine.Autograd;
import org.selfsup.generative.SmallText;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;

class BertTest extends PretextTaskContract<Tokens> {

    private static final int TOKENS = SmallText.VOCABULARY.size();

    @Override
    protected PretextTask task() {
        return bert(SmallText.AFTER.withDropout(0.1f));
    }

    private static Bert bert(Transformer.Config layers) {
        return new Bert(new TextTransformer(new Config(TOKENS, layers).withSegments(2)));
    }

    @Override
    protected Samples<Tokens> samples() {
        return SmallText.windows(13).train();
    }

    @Override
    protected Views<Tokens> views() {
        return SmallText.pairs(new NextSentence(samples()));
    }

    @Test
    void theLossIsThatOfThePaper() throws IOException {
        try (SmallText text = new SmallText();
                Autograd off = Autograd.off()) {
            Bert bert = text.ready(bert(SmallText.AFTER), new Shape(1, 16));
            NDList batch = text.batch(samples(), views(), 6);
            float loss = bert.loss(text.pass, batch).getFloat();
            NDList seen = new NDList(batch.get(0), batch.get(2), batch.get(3));
            TextTokens places = new TextTokens((TextTransformer) bert.encoder());
            NDArray h = text.pass.forward(places, seen).head();
            float[] words = logShares(text, bert, "words", h);
            float[] order = logShares(text, bert, "next_sentence", h.get(":, 0"));
            long[] labels = batch.get(1).toLongArray();
            double masked = 0;
            int count = 0;
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] >= 0) {
                    masked -= words[i * TOKENS + (int) labels[i]];
                    count++;
                }
            }
            double paired = 0;
            for (int i = 0; i < 6; i++) {
                paired -= order[2 * i + (int) batch.get(4).getLong(i, 0)] / 6;
            }
            assertThat(count).isBetween(12, 24); // 30 % of 13, rounded, of pairs that are as long
            assertThat(loss).isCloseTo((float) (masked / count + paired), within(1e-3f));
            assertThat(text.pass.parts().get("next_sentence"))
                    .isCloseTo((float) paired, within(1e-4f));
            assertThat(text.pass.parts())
                    .containsKeys("masked", "masked_accuracy", "next_sentence_accuracy");
        }
    }

    private static float[] logShares(SmallText text, Bert bert, String head, NDArray h) {
        return text.pass.forward(bert.networks().get(head), h).logSoftmax(-1).toFloatArray();
    }

    @Test
    void maskedTokensAreToldFromThoseAroundThem() throws IOException {
        SegmentPairing kept =
                (first, second, random) -> new SegmentPairing.Pair(first, second, true);
        Views<Tokens> views = SmallText.pairs(kept);
        Samples<Tokens> letters = SmallText.letters(13);
        try (SmallText text = new SmallText()) {
            Bert bert = bert(SmallText.LAYERS);
            text.train(bert, letters, views, 250);
            bert.loss(text.pass, text.batch(letters, views, 100));
            assertThat(text.pass.parts().get("masked_accuracy")) // by chance 1/8
                    .isBetween(0.6f, 1f);
        }
    }

    @Test
    void anEncoderWithoutSegmentsIsRefused() {
        TextTransformer none = new TextTransformer(new Config(TOKENS, SmallText.AFTER));
        assertThatThrownBy(() -> new Bert(none))
                .hasMessageContaining("BERT needs a transformer that tells 2 segments apart")
                .hasMessageContaining("got 0 segments");
        TextTransformer causal =
                new TextTransformer(
                        new Config(TOKENS, SmallText.AFTER.withCausal()).withSegments(2));
        assertThatThrownBy(() -> new Bert(causal)).hasMessageContaining("causal layers");
    }
}
