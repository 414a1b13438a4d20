package org.selfsup.contrastive.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Places;
import org.selfsup.encoder.TextTokens;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.loss.MaskedTokenLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * InfoWord: which of the batch's n-grams was hidden in a sentence? Beside BERT's question, which
 * words were.
 *
 * <pre>{@code
 * J_DIM = mean of g(x^) . g(x_i:j) - log sum over n-grams s of the batch of exp(g(x^) . g(s))
 * L = -J_MLM - lambda J_DIM,   x^ the sentence with its n-gram x_i:j hidden
 * }</pre>
 *
 * <p>Input: the batch of {@link org.selfsup.augment.MaskedNGramViews}: masked tokens, labels and
 * mask, INT64 {@code (n, t)} each, the n-gram between its ends and its mask, INT64 {@code (n, m)}
 * each. One Transformer g reads sentences and n-grams; its feature is the representation of both.
 * It is trained with the head of the masked language model. {@code words} and {@code ngrams}, the
 * two losses in nats, are reported; guessing an n-gram costs log n.
 *
 * <p>Negatives are the n-grams of the other texts of the batch. Differs from the paper: the
 * representation is what the encoder's pooling says, which may be the mean of all places.
 *
 * <p>Use it as BERT where the feature of a whole text is wanted: BERT's loss asks nothing of it.
 *
 * <p>Kong et al. 2019, <a href="https://arxiv.org/abs/1910.08350">A Mutual Information Maximization
 * Perspective of Language Representation Learning</a>.
 */
public final class InfoWord implements PretextTask {

    private final MaskedTokenLoss wordLoss = new MaskedTokenLoss();
    private final ClassificationLoss ngramLoss = new ClassificationLoss();
    private final TextTransformer encoder;
    private final float weight;
    private final TextTokens places;
    private final TokenLogits words;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder g, in which every place sees all
     * @param weight lambda, positive and finite, 0.4 to 1 in the paper
     * @throws IllegalArgumentException if the layers are causal or the weight is out of range
     */
    public InfoWord(TextTransformer encoder, float weight) {
        if (encoder.config().layers().causal()) {
            throw new IllegalArgumentException(
                    "InfoWord needs layers in which every place sees all, got causal ones");
        }
        if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "InfoWord needs a positive, finite weight of the n-grams, got " + weight);
        }
        this.encoder = encoder;
        this.weight = weight;
        places = new TextTokens(encoder);
        words = TokenLogits.transformed(encoder);
        networks = new Networks().add("encoder", encoder).beside("words", words);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray h = places(pass, batch); // (n, t, d)
        NDArray sentences = encoder.pooled(h, batch.get(2)); // (n, d)
        NDArray ngrams = pass.forward(encoder, batch.subNDList(3, 5)).singletonOrThrow(); // (n, d)
        pass.watch(sentences, ngrams);
        NDArray products = sentences.matMul(ngrams.transpose()); // (n, n)
        NDArray own = pass.manager().arange(0, (int) products.size(0), 1, DataType.INT64);
        NDArray told = ngramLoss.evaluate(products, own);
        NDArray guessed = guess(pass, h, batch);
        pass.report("words", guessed);
        pass.report("ngrams", told);
        return guessed.add(Numbers.times(told, weight));
    }

    /**
     * The loss of the masked language model alone.
     *
     * @param batch masked tokens, labels and mask, {@code (n, t)} each
     * @return a scalar, in nats a masked token
     */
    public NDArray words(Pass pass, NDList batch) {
        return guess(pass, places(pass, batch), batch);
    }

    private NDArray places(Pass pass, NDList batch) {
        return pass.forward(places, new NDList(batch.get(0), batch.get(2))).singletonOrThrow();
    }

    private NDArray guess(Pass pass, NDArray h, NDList batch) {
        NDArray labels = batch.get(1); // (n, t)
        Places masked = Places.where(labels.neq(MaskedTokenViews.IGNORED));
        NDArray guesses = pass.forward(words, masked.of(h)); // (n, k, v)
        return wordLoss.evaluate(guesses, masked.of(labels), masked.counted());
    }
}
