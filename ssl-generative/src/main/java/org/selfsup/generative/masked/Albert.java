package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TextTransformer.Config;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * ALBERT: masked tokens, and which of two neighbouring segments came first, by one layer run
 * through many times.
 *
 * <pre>{@code
 * h = layer(layer(... (E[x] W) ...))                        E is (v, e) with e < d  (section 3.1)
 * L = -mean_(i masked) log softmax(f(h_i) E' + b)[x_i]      masked tokens
 *     - log softmax(W tanh(V h_[CLS]))[in order or swapped] sentence order
 * }</pre>
 *
 * <p>Input: masked tokens, labels, mask and segments {@code (n, t)} and whether the segments of a
 * pair are swapped {@code (n, 1)}, all of type int64, as {@link
 * org.selfsup.augment.SegmentPairViews} gives them with {@link org.selfsup.augment.SentenceOrder}.
 * All is trained. {@code masked} and {@code sentence_order}, the two losses in nats, and their
 * accuracies are reported.
 *
 * <p>Differs from the paper: it masks n-grams of up to 3 words; {@link
 * org.selfsup.augment.RandomSpans} with {@code maxWords} 3 does about that.
 *
 * <p>Use it where parameters must be few: sharing saves memory, not time. The order of segments
 * cannot be told from their topic, which is most of what next-sentence prediction learns.
 *
 * <p>Lan et al. 2019, <a href="https://arxiv.org/abs/1909.11942">ALBERT: A Lite BERT for
 * Self-supervised Learning of Language Representations</a>.
 */
public final class Albert implements PretextTask {

    private final SegmentPairs pairs;

    /**
     * Puts the parts together.
     *
     * @param encoder with two segments, see {@link #config}
     * @throws IllegalArgumentException if it tells no two segments apart, or is causal
     */
    public Albert(TextTransformer encoder) {
        pairs = new SegmentPairs("ALBERT", "sentence_order", encoder);
    }

    /**
     * Sizes of a transformer with one layer for all rounds and narrow tables.
     *
     * @param like as it would be without sharing: its depth becomes the number of rounds
     * @param embedding e, 128 in the paper
     */
    public static Config config(Config like, int embedding) {
        return new Config(
                like.vocabulary(),
                embedding,
                2,
                like.layers().withDepth(1),
                like.layers().depth(),
                like.pooling());
    }

    @Override
    public Networks networks() {
        return pairs.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        return pairs.loss(pass, batch);
    }
}
