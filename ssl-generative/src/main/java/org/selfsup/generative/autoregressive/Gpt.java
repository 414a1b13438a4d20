package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.encoder.KeyValueCache;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.TextTokens;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.engine.Autograd;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GPT: every token of a text from those before it, by a causal Transformer.
 *
 * <pre>{@code
 * L = -1/t sum_i log p(x_(i+1) | x_1, ..., x_i)
 * h = transformer(E x + P),   p = softmax(h E')             (section 3.1, eq. 2)
 * }</pre>
 *
 * <p>Input: tokens {@code (n, t)} and those that follow them {@code (n, t)}, both of type int64, as
 * {@link org.selfsup.augment.NextTokenViews} gives them. All is trained; the table E is that of the
 * input and of the output. The loss is in nats a token; {@code perplexity} is reported.
 *
 * <p>With norms before (see {@link TextTransformer}) this is GPT-2's network; its exact GELU stands
 * for the approximation by a hyperbolic tangent there. With norms after it is the first GPT's.
 * Weight decay acts on matrices and tables only, as there. After training the mean of h over a
 * text, or its first place, is the representation.
 *
 * <p>Use it to write text, or to say how likely one is. A place sees nothing to its right, so for
 * telling what a text is about {@code Bert} mostly gives better features.
 *
 * <p>Radford et al. 2018, <a href="https://openai.com/index/language-unsupervised/">Improving
 * Language Understanding by Generative Pre-Training</a>; Radford et al. 2019, "Language Models are
 * Unsupervised Multitask Learners".
 */
public final class Gpt implements PretextTask {

    private final ClassificationLoss loss = new ClassificationLoss();
    private final TextTransformer encoder;
    private final TextTokens places;
    private final TokenLogits logits;
    private final Networks networks;

    /**
     * A language model.
     *
     * @param encoder with causal layers and embeddings as wide as these
     * @throws IllegalArgumentException if the layers are not causal
     */
    public Gpt(TextTransformer encoder) {
        if (!encoder.config().layers().causal()) {
            throw new IllegalArgumentException(
                    "A language model needs causal layers: in this transformer every place sees"
                            + " what it shall predict");
        }
        this.encoder = encoder;
        places = new TextTokens(encoder);
        logits = TokenLogits.plain(encoder);
        networks = new Networks().add("encoder", encoder);
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
        NDArray said = logits(pass, batch.get(0)); // (n, t, v)
        NDArray rows = said.reshape(-1, said.size(2));
        NDArray mean = loss.evaluate(rows, batch.get(1).flatten());
        pass.report("perplexity", (float) Math.exp(mean.getFloat()));
        return mean;
    }

    /**
     * What the model says of the token behind each place, before softmax.
     *
     * @param tokens {@code (n, t)} of type int64, t at most the transformer's positions
     * @return {@code (n, t, v)}
     */
    public NDArray logits(Pass pass, NDArray tokens) {
        return pass.forward(logits, pass.forward(places, tokens));
    }

    /**
     * log p of what follows, all places of a text together, in nats.
     *
     * @param batch as for the loss
     * @return {@code (n)}
     */
    public NDArray logLikelihood(Pass pass, NDList batch) {
        NDArray said = logits(pass, batch.get(0)).logSoftmax(2);
        return said.gather(batch.get(1).expandDims(2), 2).squeeze(2).sum(new int[] {1});
    }

    /**
     * Goes on with texts, one token after another, drawn with libtorch's generator.
     *
     * <p>What a token says to those behind it is kept, so that each costs one pass through itself.
     * Where a text outgrows the positions, only as many of its last tokens as fill half of them are
     * kept, and read anew.
     *
     * @param prompt at least one token of each text, {@code (n, p)} of type int64
     * @param length how many tokens to add, at least 1
     * @param sampling how they are drawn
     * @return the prompts and what follows, {@code (n, p + length)}
     */
    public NDArray sample(Pass pass, NDArray prompt, int length, TokenSampling sampling) {
        int most = encoder.config().layers().positions();
        NDArray text = prompt.duplicate();
        try (Autograd off = Autograd.off();
                KeyValueCache cache = new KeyValueCache()) {
            NDArray unread = last(text, most);
            for (int i = 0; i < length; i++) {
                if (cache.length() + unread.size(1) > most) {
                    cache.close();
                    unread = last(text, (most + 1) / 2);
                }
                try (NDArray read = unread;
                        NDArray h = encoder.next(pass.store(), read, cache);
                        NDArray newest = h.get(":, -1"); // (n, d)
                        NDArray said = pass.forward(logits, newest); // (n, v)
                        NDArray before = text) {
                    unread = sampling.draw(said);
                    text = before.concat(unread, 1);
                }
            }
            unread.close();
            return text;
        }
    }

    private static NDArray last(NDArray text, int most) {
        long t = text.size(1);
        return text.get(":, {}:", Math.max(0, t - most));
    }
}
