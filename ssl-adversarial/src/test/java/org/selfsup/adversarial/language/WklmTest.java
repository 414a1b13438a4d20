package org.selfsup.adversarial.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.Entities;
import org.selfsup.augment.EntityReplacementViews;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.RandomTokens;
import org.selfsup.data.Samples;
import org.selfsup.data.TokenWindows;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Detection;
import org.selfsup.testing.TextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class WklmTest extends TextTaskContract {

    private static final String[][] NAMES = {{"is", "are"}, {"itself", "themselves"}};
    private static final String[][] WORDS = {{"near", "with", "behind"}, {"the", "some", "every"}};

    @Override
    protected PretextTask task() {
        return new Wklm(encoder(0.1f));
    }

    @Override
    protected Views<Tokens> views() {
        return new EntityReplacementViews(PLACES, 4, VOCABULARY.pad(), ENDS, names(), 0.5)
                .withMasking(new RandomTokens(VOCABULARY, 0.2), Corruption.bert(VOCABULARY));
    }

    private static Entities names() {
        return new Entities(
                List.of(Stream.of(NAMES).flatMap(Stream::of).map(WklmTest::number).toList()));
    }

    private static int[] number(String word) {
        return new int[] {VOCABULARY.number(word)};
    }

    /** A long and a short play: each has persons and words of its own, in no order. */
    @Override
    protected Samples<Tokens> samples() {
        return plays(1, 3_000);
    }

    private static Samples<Tokens> plays(long seed, int length) {
        Random random = new Random(seed);
        List<int[]> parts = new ArrayList<>();
        for (int play = 0; play < 2; play++) {
            int[] text = new int[play == 0 ? length : length / 5];
            for (int i = 0; i < text.length; i++) {
                String[] said = (random.nextInt(4) == 0 ? NAMES : WORDS)[play];
                text[i] = VOCABULARY.number(said[random.nextInt(said.length)]);
            }
            parts.add(text);
        }
        return new TokenWindows(parts, List.of(), 12, 5);
    }

    @Test
    void theDetectorSeesThePlacesBesideAnEntity() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Wklm wklm = ready(new Wklm(encoder(0)), manager);
            NDList batch = batch(6, manager);
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray logits = wklm.terms(pass, batch).logits();
            for (int array : new int[] {2, 3}) {
                NDList moved = new NDList(batch);
                NDArray places = batch.get(array).duplicate();
                places.set(new NDIndex("0, 0"), batch.get(array).getLong(0, 0) == 0 ? 1 : 0);
                moved.set(array, places);
                NDArray other = wklm.terms(pass, moved).logits();
                assertThat(Math.abs(other.getFloat(0, 0) - logits.getFloat(0, 0)))
                        .isBetween(1e-6f, 1e3f);
                assertThat(apart(other.get("1:"), logits.get("1:"))).isZero();
            }
        }
    }

    @Test
    void missingEntitiesCostNothing() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Wklm wklm = ready(new Wklm(encoder(0)), manager);
            NDList batch = batch(6, manager);
            batch.set(4, batch.get(4).onesLike().mul(MaskedTokenViews.IGNORED));
            Pass pass = new Pass(manager, false, 0, 1);
            Wklm.Terms terms = wklm.terms(pass, batch);
            assertThat(terms.entities().getFloat()).isZero();
            assertThat(terms.counted().countNonzero().getLong()).isZero();
            assertThat(wklm.loss(pass, batch).getFloat())
                    .isCloseTo(terms.words().getFloat(), within(1e-5f));
        }
    }

    @Test
    void replacedNamesAreToldInUnseenText() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Wklm wklm = new Wklm(encoder(0));
            train(wklm, manager, 200, 5e-3);
            try (Autograd off = Autograd.off()) {
                NDList batch = batch(plays(2, 600), 100, manager);
                Wklm.Terms terms = wklm.terms(new Pass(manager, false, 0, 1), batch);
                assertThat(detection(terms, batch.get(4)).auc()).isBetween(0.7, 1.0);
            }
        }
    }

    private static Detection detection(Wklm.Terms terms, NDArray replaced) {
        NDArray at = terms.counted().flatten();
        float[] scores = terms.logits().flatten().booleanMask(at).toFloatArray();
        return Detection.of(scores, replaced.flatten().booleanMask(at).eq(1).toBooleanArray());
    }

    @Test
    void causalLayersAreRefused() {
        TextTransformer net =
                new TextTransformer(new TextTransformer.Config(9, layers(16, 2).withCausal()));
        assertThatThrownBy(() -> new Wklm(net)).hasMessageContaining("got causal ones");
    }
}
