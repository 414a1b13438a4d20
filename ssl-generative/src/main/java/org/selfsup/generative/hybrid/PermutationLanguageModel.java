package org.selfsup.generative.hybrid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.encoder.TwoStreamTokens;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * XLNet's permutation language model: every token from those before it in a random order, so that
 * it sees both sides, and nothing is masked.
 *
 * <pre>{@code
 * max E_z sum_(i > c) log p(x_(z_i) | x_(z_1), ..., x_(z_(i-1)))   z a permutation of places (eq. 3, 5)
 * p = softmax(g_(z_i) E' + b),   g the query stream                (eq. 4)
 * }</pre>
 *
 * <p>Input: tokens {@code (n, t)}, the rank of every place in the order z {@code (n, t)} and the
 * places to be told {@code (n, m)}, all of type int64, as {@link
 * org.selfsup.augment.PermutationViews} gives them: the last 1/K of the order. All is trained. The
 * loss is in nats a token; {@code accuracy} and {@code perplexity} are reported. After training the
 * content stream over the whole text, which is the transformer itself, is the encoder.
 *
 * <p>Differs from the paper: positions are learned and absolute, not relative, and there is neither
 * memory of the text before nor a pair of segments, so it learns from texts that fit the
 * transformer. Single tokens are told, not spans.
 *
 * <p>Use it instead of {@code Bert} where masks that occur in training only do harm, or where
 * tokens to be told shall know of one another. A step costs somewhat more: two streams run.
 *
 * <p>Yang et al. 2019, <a href="https://arxiv.org/abs/1906.08237">XLNet: Generalized Autoregressive
 * Pretraining for Language Understanding</a>.
 */
public final class PermutationLanguageModel implements PretextTask {

    private final ClassificationLoss loss = new ClassificationLoss();
    private final TwoStreamTokens streams;
    private final TokenLogits words;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder without causal layers
     * @throws IllegalArgumentException if they are causal
     */
    public PermutationLanguageModel(TextTransformer encoder) {
        streams = new TwoStreamTokens(encoder);
        words = TokenLogits.transformed(encoder);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .beside("streams", streams)
                        .beside("words", words);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray logits = logits(pass, batch); // (n, m, v)
        NDArray rows = logits.reshape(-1, logits.size(2));
        NDArray told = batch.get(0).gather(batch.get(2), 1).flatten(); // (n m)
        NDArray mean = loss.evaluate(rows, told);
        pass.report("accuracy", loss.accuracy(rows, told));
        pass.report("perplexity", (float) Math.exp(mean.getFloat()));
        return mean;
    }

    /**
     * What the model says of the places to be told, before softmax.
     *
     * @param batch as for the loss
     * @return {@code (n, m, v)}
     */
    public NDArray logits(Pass pass, NDList batch) {
        return pass.forward(words, guesses(pass, batch));
    }

    /** The query stream at the places to be told, {@code (n, m, d)}. */
    NDArray guesses(Pass pass, NDList batch) {
        return pass.forward(streams, batch).singletonOrThrow();
    }
}
