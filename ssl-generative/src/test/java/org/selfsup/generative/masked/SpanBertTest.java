package org.selfsup.generative.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.RandomSpans;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenTransform;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TextTransformer.Config;
import org.selfsup.engine.Autograd;
import org.selfsup.generative.SmallText;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;

class SpanBertTest extends PretextTaskContract<Tokens> {

    private static final int TOKENS = SmallText.VOCABULARY.size();

    private static final long NO = MaskedTokenViews.IGNORED;

    @Override
    protected PretextTask task() {
        return new SpanBert(new TextTransformer(new Config(TOKENS, SmallText.AFTER)));
    }

    @Override
    protected Samples<Tokens> samples() {
        return SmallText.windows(14).train();
    }

    @Override
    protected Views<Tokens> views() {
        return views(List.of(SequenceEnds.of(SmallText.VOCABULARY)));
    }

    private static Views<Tokens> views(List<TokenTransform> transforms) {
        return new MaskedTokenViews(
                16,
                transforms,
                new RandomSpans(SmallText.TOKENIZER, 0.3, 0.3, 4),
                Corruption.spanBert(SmallText.VOCABULARY));
    }

    @Test
    void everyTokenOfASpanKnowsItsEndsAndItsPlace() {
        try (SmallText text = new SmallText()) {
            long[] labels = {NO, 7, 8, NO, 9, NO, NO, NO, NO, 5, 5, 5, NO, NO};
            Spans spans = Spans.of(text.manager.create(labels, new Shape(2, 7)));
            assertThat(spans.before().toLongArray())
                    .containsExactly(0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 1, 1, 0, 0);
            assertThat(spans.behind().toLongArray())
                    .containsExactly(0, 3, 3, 0, 5, 0, 0, 0, 0, 5, 5, 5, 0, 0);
            assertThat(spans.place().toLongArray())
                    .containsExactly(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0);
        }
    }

    @Test
    void aSpanWithoutNeighboursIsRefused() throws IOException {
        for (long[] labels : new long[][] {{7, NO, NO, NO}, {NO, NO, NO, 7}, {NO, 7, 8, 9}}) {
            try (SmallText text = new SmallText()) {
                NDArray array = text.manager.create(labels, new Shape(2, 2));
                assertThatThrownBy(() -> Spans.of(array)).hasMessageContaining("SequenceEnds");
            }
        }
    }

    @Test
    void theBoundaryAloneTellsWithoutSeeingTheOwnPlace() throws IOException {
        try (SmallText text = new SmallText();
                Autograd on = Autograd.on()) {
            SpanBoundary boundary = new SpanBoundary(4, 5);
            boundary.initialize(text.manager, DataType.FLOAT32);
            NDArray left = text.manager.ones(new Shape(1, 2, 4));
            NDArray right = text.manager.zeros(new Shape(1, 2, 4));
            NDArray place = text.manager.create(new long[] {0, 1}, new Shape(1, 2));
            NDArray y = text.pass.forward(boundary, new NDList(left, right, place)).head();
            assertThat(y.getShape()).isEqualTo(new Shape(1, 2, 4));
            assertThat(SmallText.apart(y.get(":, 0"), y.get(":, 1"))).isBetween(1e-3, 1e3);
        }
    }

    @Test
    void spansAreToldFromThoseAroundThemAndFromTheirEnds() throws IOException {
        Samples<Tokens> letters = SmallText.letters(14);
        try (SmallText text = new SmallText()) {
            PretextTask task = task();
            text.train(task, letters, views(), 150);
            task.loss(text.pass, text.batch(letters, views(), 100));
            assertThat(text.pass.parts().get("masked_accuracy")).isBetween(0.6f, 1f); // chance 1/8
            assertThat(text.pass.parts().get("boundary_accuracy")).isBetween(0.6f, 1f);
        }
    }

    @Test
    void aCausalEncoderIsRefused() {
        TextTransformer causal =
                new TextTransformer(new Config(TOKENS, SmallText.AFTER.withCausal()));
        assertThatThrownBy(() -> new SpanBert(causal)).hasMessageContaining("causal ones");
    }
}
