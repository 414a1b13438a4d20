package org.selfsup.generative.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.SentenceOrder;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.generative.SmallText;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;

class AlbertTest extends PretextTaskContract<Tokens> {

    private static final int TOKENS = SmallText.VOCABULARY.size();

    private static TextTransformer encoder(Transformer.Config layers) {
        return new TextTransformer(Albert.config(new TextTransformer.Config(TOKENS, layers), 8));
    }

    @Override
    protected PretextTask task() {
        return new Albert(encoder(SmallText.AFTER));
    }

    @Override
    protected Samples<Tokens> samples() {
        return SmallText.windows(13).train();
    }

    @Override
    protected Views<Tokens> views() {
        return SmallText.pairs(new SentenceOrder());
    }

    @Test
    void moreRoundsHaveNoMoreParameters() {
        TextTransformer two = encoder(SmallText.AFTER);
        TextTransformer five = encoder(SmallText.AFTER.withDepth(5));
        Map<String, Parameter> parameters = StateDict.parameters(five);
        assertThat(parameters.keySet()).isEqualTo(StateDict.parameters(two).keySet());
        assertThat(parameters.keySet()).noneMatch(name -> name.contains("layer_1"));
        assertThat(five.config().rounds()).isEqualTo(5);
        assertThat(parameters.get("token_embedding").getShape().get(1)).isEqualTo(8);
    }

    @Test
    void bothTasksAreReported() throws IOException {
        try (SmallText text = new SmallText()) {
            PretextTask albert = task();
            albert.initialize(1, text.manager, new Shape(1, 16));
            albert.loss(text.pass, text.batch(samples(), views(), 4));
            assertThat(text.pass.parts())
                    .containsOnlyKeys(
                            "masked",
                            "masked_accuracy",
                            "sentence_order",
                            "sentence_order_accuracy");
        }
    }

    @Test
    void aCausalEncoderIsRefused() {
        Transformer.Config causal = SmallText.AFTER.withCausal();
        assertThatThrownBy(() -> new Albert(encoder(causal)))
                .hasMessageContaining("ALBERT needs")
                .hasMessageContaining("causal layers");
    }
}
