package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Places;
import org.selfsup.encoder.TextTokens;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SpanBERT: whole spans are masked, and each of their tokens is told from its own place, and again
 * from the two tokens around the span alone.
 *
 * <pre>{@code
 * y_i = g(h_(s-1), h_(e+1), p_(i-s+1))                      span (s, e), p positions (section 3.2)
 * L   = -mean_(i masked) log softmax(f(h_i) E' + b)[x_i]    masked tokens
 *       -mean_(i masked) log softmax(f'(y_i) E' + b')[x_i]  span boundary objective (eq. 1)
 * }</pre>
 *
 * <p>g and f' are the two layers of the paper, each a linear one, GELU and LayerNorm. Input: masked
 * tokens, labels and mask {@code (n, t)} of type int64, as {@link
 * org.selfsup.augment.MaskedTokenViews} gives them with {@link org.selfsup.augment.RandomSpans},
 * {@link org.selfsup.augment.Corruption#spanBert} and {@link org.selfsup.augment.SequenceEnds}: one
 * segment, no next sentence (section 3.3). All is trained. {@code masked} and {@code boundary}, the
 * two losses in nats, and their accuracies are reported.
 *
 * <p>Differs from the paper: spans that touch count as one, since the labels do not tell them
 * apart; and p are as wide as h, from N(0, 1), instead of 200.
 *
 * <p>Use it where phrases matter, such as for answers and names. With characters as tokens a span
 * is words, as with sub-words.
 *
 * <p>Joshi et al. 2019, <a href="https://arxiv.org/abs/1907.10529">SpanBERT: Improving Pre-training
 * by Representing and Predicting Spans</a>.
 */
public final class SpanBert implements PretextTask {

    private final TextTokens places;
    private final TokenLogits words;
    private final SpanBoundary boundary;
    private final TokenLogits boundaryWords;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder in which every place sees all
     * @throws IllegalArgumentException if it is causal
     */
    public SpanBert(TextTransformer encoder) {
        TextTransformer.Config config = encoder.config();
        if (config.layers().causal()) {
            throw new IllegalArgumentException(
                    "SpanBERT needs layers in which every place sees all, got causal ones");
        }
        places = new TextTokens(encoder);
        words = TokenLogits.transformed(encoder);
        boundary = new SpanBoundary(config.layers().width(), config.layers().positions());
        boundaryWords = TokenLogits.transformed(encoder);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .beside("words", words)
                        .beside("boundary", boundary)
                        .beside("boundary_words", boundaryWords);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray labels = batch.get(1);
        NDArray h = pass.forward(places, new NDList(batch.get(0), batch.get(2))).head();
        Places masked = Guesses.places(labels);
        NDArray own = Guesses.of(pass, words, h, masked, labels).loss(pass, "masked");

        Spans spans = Spans.of(labels);
        NDList around =
                new NDList(
                        new Places(masked.of(spans.before()), masked.counted()).of(h),
                        new Places(masked.of(spans.behind()), masked.counted()).of(h),
                        masked.of(spans.place()));
        NDArray y = pass.forward(boundary, around).head(); // (n, k, d)
        NDArray told = pass.forward(boundaryWords, y);
        return own.add(
                new Guesses(told, masked.of(labels), masked.counted()).loss(pass, "boundary"));
    }
}
