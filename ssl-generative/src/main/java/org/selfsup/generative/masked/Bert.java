package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * BERT: masked tokens from those around them, and whether two segments follow one another.
 *
 * <pre>{@code
 * h = transformer([CLS] A [SEP] B [SEP])
 * L = -mean_(i masked) log softmax(f(h_i) E' + b)[x_i]      masked tokens   (section 3.1, task 1)
 *     - log softmax(W tanh(V h_[CLS]))[B follows A or not]  next sentence   (task 2)
 * }</pre>
 *
 * <p>Input: masked tokens, labels, mask and segments {@code (n, t)} and whether the segments of a
 * pair are apart {@code (n, 1)}, all of type int64, as {@link org.selfsup.augment.SegmentPairViews}
 * gives them with {@link org.selfsup.augment.NextSentence}. All is trained; E is the table of the
 * input. Logits are computed at masked places only. {@code masked} and {@code next_sentence}, the
 * two losses in nats, and their accuracies are reported.
 *
 * <p>Which tokens are masked is the views' choice: {@link org.selfsup.augment.RandomTokens} as in
 * the paper, {@link org.selfsup.augment.WholeWords} as in its later code, and {@link
 * org.selfsup.augment.EntitySpans}, names as wholes, make it ERNIE's.
 *
 * <p>Use it for features of texts: the mean of h over the places, or h at {@code [CLS]}. Telling
 * the next sentence is easy where texts have topics, and later work does without; see {@link
 * Albert} and {@link SpanBert}.
 *
 * <p>Devlin et al. 2018, <a href="https://arxiv.org/abs/1810.04805">BERT: Pre-training of Deep
 * Bidirectional Transformers for Language Understanding</a>; entities: Sun et al. 2019, <a
 * href="https://arxiv.org/abs/1904.09223">ERNIE</a>.
 */
public final class Bert implements PretextTask {

    private final SegmentPairs pairs;

    /**
     * Puts the parts together.
     *
     * @param encoder with two segments and layers in which every place sees all
     * @throws IllegalArgumentException if it has other ones
     */
    public Bert(TextTransformer encoder) {
        pairs = new SegmentPairs("BERT", "next_sentence", encoder);
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
