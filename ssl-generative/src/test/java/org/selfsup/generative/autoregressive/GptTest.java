package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.NextTokenViews;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.KeyValueCache;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Likelihood;
import org.selfsup.generative.SmallText;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class GptTest extends PretextTaskContract<Tokens> {

    private static final int TOKENS = SmallText.VOCABULARY.size();

    @Override
    protected PretextTask task() {
        return gpt(SmallText.LAYERS.withDropout(0.1f));
    }

    private static Gpt gpt(Transformer.Config layers) {
        return new Gpt(
                new TextTransformer(new TextTransformer.Config(TOKENS, layers.withCausal())));
    }

    @Override
    protected Samples<Tokens> samples() {
        return SmallText.windows(13).train();
    }

    @Override
    protected Views<Tokens> views() {
        return new NextTokenViews(12);
    }

    @Test
    void aPlaceKnowsItselfAndThoseBeforeAndNoOthers() {
        try (SmallText text = new SmallText();
                Autograd on = Autograd.on()) {
            Gpt gpt = text.ready(gpt(SmallText.LAYERS), new Shape(1, 12));
            NDArray said = gpt.logits(text.pass, text.tokens(2, 12));
            NDArray positions = SmallText.parameter(gpt, "pos_embedding");
            for (int place = 0; place < 12; place++) {
                NDArray one = said.get(":, {}", place).square();
                float[] depends = SmallText.dependence(one, positions);
                for (int other = 0; other < depends.length; other++) {
                    if (other <= place) {
                        assertThat(depends[other]).isBetween(1e-9f, 1e9f);
                    } else {
                        assertThat(depends[other]).as("%d of %d", other, place).isZero();
                    }
                }
            }
        }
    }

    @Test
    void theCachedNetworkIsTheNetwork() {
        for (Transformer.Order order : Transformer.Order.values()) {
            try (SmallText text = new SmallText();
                    Autograd off = Autograd.off();
                    KeyValueCache cache = new KeyValueCache()) {
                Gpt gpt = text.ready(gpt(SmallText.LAYERS.withOrder(order)), new Shape(1, 12));
                TextTransformer encoder = (TextTransformer) gpt.encoder();
                NDArray tokens = text.tokens(3, 12);
                NDArray whole = gpt.logits(text.pass, tokens);
                NDArray table = SmallText.parameter(gpt, "token_embedding").transpose();
                int read = 0;
                for (int count : new int[] {4, 1, 1, 3, 1, 2}) {
                    NDArray some = tokens.get(":, {}:{}", read, read + count);
                    NDArray h = encoder.next(text.pass.store(), some, cache);
                    NDArray expected = whole.get(":, {}:{}", read, read + count);
                    assertThat(SmallText.apart(h.matMul(table), expected))
                            .isCloseTo(0, within(1e-4));
                    read += count;
                    assertThat(cache.length()).isEqualTo(read);
                }
                assertThatThrownBy(() -> encoder.next(text.pass.store(), text.tokens(3, 5), cache))
                        .hasMessageContaining("t at most 4 after the 12 before, got (3, 5)");
            }
        }
    }

    @Test
    void samplesFromTheCacheAreThoseOfTheWholeNetwork() {
        try (SmallText text = new SmallText();
                Autograd off = Autograd.off()) {
            Gpt gpt = text.ready(gpt(SmallText.LAYERS), new Shape(1, 12));
            NDArray prompt = text.tokens(3, 2);
            TokenSampling sampling = new TokenSampling(0.8, 20);
            LibTorch.seed(1);
            NDArray cached = gpt.sample(text.pass, prompt, 40, sampling); // of 16 places
            LibTorch.seed(1);
            NDArray slow = slow(gpt, text.pass, prompt, 40, sampling);
            assertThat(cached.getShape()).isEqualTo(new Shape(3, 42));
            assertThat(cached.toLongArray()).isEqualTo(slow.toLongArray());
            LibTorch.seed(2);
            assertThat(gpt.sample(text.pass, prompt, 40, sampling).toLongArray())
                    .isNotEqualTo(cached.toLongArray());
        }
    }

    /** Every token from a pass over all that the network may see. */
    private static NDArray slow(
            Gpt gpt, Pass pass, NDArray prompt, int length, TokenSampling sampling) {
        NDArray text = prompt;
        long from = 0;
        for (int i = 0; i < length; i++) {
            if (text.size(1) - from > 16) {
                from = text.size(1) - 8;
            }
            NDArray said = gpt.logits(pass, text.get(":, {}:", from));
            text = text.concat(sampling.draw(said.get(":, -1")), 1);
        }
        return text;
    }

    @Test
    void likelihoodIsTheLossSummedUp() throws IOException {
        try (SmallText text = new SmallText();
                Autograd off = Autograd.off()) {
            Gpt gpt = gpt(SmallText.LAYERS);
            gpt.initialize(1, text.manager, new Shape(1, 12));
            NDList batch = text.batch(samples(), views(), 6);
            float loss = gpt.loss(text.pass, batch).getFloat();
            assertThat(loss).isCloseTo((float) Math.log(TOKENS), within(0.1f));
            assertThat(gpt.logLikelihood(text.pass, batch).mean().getFloat())
                    .isCloseTo(-12 * loss, within(1e-3f));
            assertThat(text.pass.parts().get("perplexity"))
                    .isCloseTo((float) Math.exp(loss), within(1e-2f));
        }
    }

    @Test
    void whatAddsToTheResidualStreamStartsSmaller() {
        try (SmallText text = new SmallText()) {
            Gpt gpt = gpt(Transformer.Config.of(64, 8, 2).withPositions(16));
            gpt.initialize(1, text.manager, new Shape(1, 12));
            StateDict.parameters(gpt.networks())
                    .forEach(
                            (name, parameter) -> {
                                if (parameter.getShape().dimension() > 1) {
                                    boolean adds =
                                            name.endsWith("out_proj.weight")
                                                    || name.endsWith("mlp.3.weight");
                                    NDArray values = parameter.getArray();
                                    assertThat(Math.sqrt(values.square().mean().getFloat()))
                                            .as(name)
                                            .isCloseTo(adds ? 0.005 : 0.02, within(0.001));
                                }
                            });
        }
    }

    @Test
    void itLearnsMoreThanHowOftenTokensOccur() throws IOException {
        try (SmallText text = new SmallText()) {
            Gpt gpt = gpt(SmallText.LAYERS);
            text.train(gpt, samples(), views(), 200);
            Likelihood learnt =
                    Likelihood.measure(
                            SmallText.windows(13).test(),
                            views(),
                            50,
                            0,
                            text.manager.getDevice(),
                            (batch, rows) ->
                                    gpt.logLikelihood(
                                            new Pass(batch.head().getManager(), false, 0, 1),
                                            batch));
            assertThat(learnt.nats() / 12).isBetween(1.0, 0.85 * SmallText.entropy());
        }
    }

    @Test
    void layersThatSeeEverythingAreRefused() {
        TextTransformer net =
                new TextTransformer(new TextTransformer.Config(TOKENS, SmallText.LAYERS));
        assertThatThrownBy(() -> new Gpt(net)).hasMessageContaining("needs causal layers");
        try (SmallText text = new SmallText()) {
            Gpt gpt = gpt(SmallText.LAYERS);
            gpt.initialize(1, text.manager, new Shape(1, 12));
            assertThatThrownBy(() -> gpt.logits(text.pass, text.tokens(1, 17)))
                    .hasMessageContaining("t at most 16, got (1, 17)");
        }
    }
}
