package org.selfsup.contrastive.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedNGramViews;
import org.selfsup.augment.NGramMasking;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.TextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class InfoWordTest extends TextTaskContract {

    @Override
    protected PretextTask task() {
        return infoWord();
    }

    private static InfoWord infoWord() {
        return new InfoWord(encoder(0), 0.8f);
    }

    @Override
    protected Views<Tokens> views() {
        return new MaskedNGramViews(
                PLACES,
                ENDS,
                new NGramMasking(VOCABULARY, 0.3),
                new Corruption(VOCABULARY, 1, 0, true));
    }

    @Test
    void theLossIsThatOfWordsAndTheWeightedOneOfNGrams() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            InfoWord infoWord = ready(infoWord(), manager);
            NDList batch = batch(6, manager);
            Pass pass = new Pass(manager, false, 0, 1);
            float loss = infoWord.loss(pass, batch).getFloat();
            Map<String, Float> parts = pass.parts();
            assertThat(infoWord.words(pass, batch).getFloat())
                    .isCloseTo(part(parts, "words"), within(1e-5f));
            assertThat(loss)
                    .isCloseTo(part(parts, "words") + 0.8f * part(parts, "ngrams"), within(1e-5f));
        }
    }

    private static float part(Map<String, Float> parts, String name) {
        return Objects.requireNonNull(parts.get(name));
    }

    @Test
    void equalNGramsCostTheLogOfTheirNumber() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            InfoWord infoWord = ready(infoWord(), manager);
            NDList batch = batch(6, manager);
            for (int array : new int[] {3, 4}) {
                NDArray first = batch.get(array).get("0:1");
                batch.set(array, first.repeat(0, 6));
            }
            Pass pass = new Pass(manager, false, 0, 1);
            infoWord.loss(pass, batch);
            assertThat((double) part(pass.parts(), "ngrams")).isCloseTo(Math.log(6), within(1e-4));
        }
    }

    @Test
    void hiddenNGramsAreToldOnHeldOutText() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            InfoWord infoWord = infoWord();
            train(infoWord, manager, 300, 3e-3);
            try (Autograd off = Autograd.off()) {
                Pass pass = new Pass(manager, false, 0, 1);
                infoWord.loss(pass, batch(64, manager));
                assertThat((double) part(pass.parts(), "ngrams"))
                        .isBetween(0.0, 0.95 * Math.log(64)); // of guessing
            }
        }
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        TextTransformer causal =
                new TextTransformer(new TextTransformer.Config(9, layers(16, 2).withCausal()));
        assertThatThrownBy(() -> new InfoWord(causal, 1)).hasMessageContaining("got causal ones");
        assertThatThrownBy(() -> new InfoWord(encoder(0), 0))
                .hasMessageContaining("positive, finite weight of the n-grams, got 0.0");
    }
}
