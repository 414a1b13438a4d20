package org.selfsup.generative.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.selfsup.augment.PermutationViews;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.engine.Autograd;
import org.selfsup.generative.SmallText;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;

class PermutationLanguageModelTest extends PretextTaskContract<Tokens> {

    private static final int TOKENS = SmallText.VOCABULARY.size();

    @Override
    protected PretextTask task() {
        return model(SmallText.LAYERS.withDropout(0.1f));
    }

    private static PermutationLanguageModel model(Transformer.Config layers) {
        return new PermutationLanguageModel(
                new TextTransformer(new TextTransformer.Config(TOKENS, layers)));
    }

    @Override
    protected Samples<Tokens> samples() {
        return SmallText.windows(12).train();
    }

    @Override
    protected Views<Tokens> views() {
        return new PermutationViews(12, 4, SmallText.VOCABULARY, List.of());
    }

    /** By the gradient of the tokens' own vectors, for many orders. */
    @ParameterizedTest
    @EnumSource(Transformer.Order.class)
    void aPlaceIsToldFromThoseBeforeItInTheOrderAndNoOthers(Transformer.Order order) {
        try (SmallText text = new SmallText();
                Autograd on = Autograd.on()) {
            PermutationLanguageModel model =
                    text.ready(model(SmallText.LAYERS.withOrder(order)), new Shape(1, 12));
            NDArray table = SmallText.parameter(model, "token_embedding");
            Views.Batch<Tokens> batch = views().batch(1);
            for (int seed = 0; seed < 25; seed++) {
                int[] words = different(seed);
                batch.put(0, new Tokens(words, 0, 12), Randomness.at(seed, 1));
                NDList seen = batch.toArrays(text.manager);
                NDArray guesses = model.guesses(text.pass, seen).square();
                for (int i = 0; i < 3; i++) {
                    long told = seen.get(1).getLong(0, seen.get(2).getLong(0, i));
                    float[] depends = SmallText.dependence(guesses.get(":, {}", i), table);
                    for (int place = 0; place < 12; place++) {
                        float one = depends[words[place]];
                        if (seen.get(1).getLong(0, place) < told) {
                            assertThat(one).isBetween(1e-9f, 1e9f);
                        } else {
                            assertThat(one).as("place %d, order %d", place, seed).isZero();
                        }
                    }
                }
            }
        }
    }

    /** Twelve tokens that are no special ones. */
    private static int[] different(long seed) {
        return Arrays.stream(Randomness.permutation(20, Randomness.at(seed)))
                .map(token -> token + 5)
                .toArray();
    }

    @Test
    void theLossIsTheMeanOverThePlacesTold() throws IOException {
        try (SmallText text = new SmallText();
                Autograd off = Autograd.off()) {
            PermutationLanguageModel model = text.ready(model(SmallText.LAYERS), new Shape(1, 12));
            NDList batch = text.batch(samples(), views(), 5);
            NDArray logits = model.logits(text.pass, batch);
            assertThat(logits.getShape()).isEqualTo(new Shape(5, 3, TOKENS));
            NDArray p = logits.logSoftmax(2);
            double sum = 0;
            for (int i = 0; i < 5; i++) {
                for (int m = 0; m < 3; m++) {
                    long token = batch.get(0).getLong(i, batch.get(2).getLong(i, m));
                    sum -= p.getFloat(i, m, token) / 15;
                }
            }
            assertThat(model.loss(text.pass, batch).getFloat())
                    .isCloseTo((float) sum, within(1e-3f));
        }
    }

    @Test
    void tokensAreToldFromThoseBeforeThemInTheOrder() throws IOException {
        Samples<Tokens> letters = SmallText.letters(12);
        try (SmallText text = new SmallText()) {
            PermutationLanguageModel model = model(SmallText.LAYERS);
            text.train(model, letters, views(), 150);
            model.loss(text.pass, text.batch(letters, views(), 100));
            assertThat(text.pass.parts().get("accuracy")).isBetween(0.6f, 1f); // chance 1/8
        }
    }

    @Test
    void causalLayersAreRefused() {
        assertThatThrownBy(() -> model(SmallText.LAYERS.withCausal()))
                .hasMessageContaining("Two streams need layers in which every place may see");
    }
}
