package org.selfsup.adversarial.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Places;
import org.selfsup.encoder.TextTokens;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.loss.MaskedTokenLoss;
import org.selfsup.loss.ReplacedTokenLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * WKLM: is an entity of a text, such as a name, the one that stood there, or another of the same
 * kind?
 *
 * <pre>{@code
 * P(e is original | C) = sigmoid(-w . [h_before(e), h_behind(e)])
 * L = -mean over entities of log P(what it is) + L_MLM
 * }</pre>
 *
 * <p>Input: the batch of {@link org.selfsup.augment.EntityReplacementViews} with masking: tokens
 * and mask, INT64 {@code (n, t)} each; places before and behind m entities and whether each was
 * replaced, INT64 {@code (n, m)} each; the labels of masked tokens, INT64 {@code (n, t)}. Encoder,
 * detector and the head of the masked language model are trained; after training the encoder is
 * kept. {@code entities} and {@code words}, the two losses in nats, are reported.
 *
 * <p>Differs from the paper: there the encoder is a BERT that was trained before and entities are
 * those of Wikipedia, by their links; here it may start from nothing, and entities are phrases that
 * are given.
 *
 * <p>Use it where what a text says of its entities matters, and a list of them by kind is at hand.
 * One of another kind would be told by grammar alone; one that is the same for all a text says
 * cannot be told.
 *
 * <p>Xiong et al. 2019, <a href="https://arxiv.org/abs/1912.09637">Pretrained Encyclopedia: Weakly
 * Supervised Knowledge-Pretrained Language Model</a>.
 */
public final class Wklm implements PretextTask {

    private final ReplacedTokenLoss entityLoss = new ReplacedTokenLoss();
    private final MaskedTokenLoss wordLoss = new MaskedTokenLoss();
    private final TextTokens places;
    private final TokenLogits words;
    private final Block detector;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder in which every place sees all
     * @throws IllegalArgumentException if its layers are causal
     */
    public Wklm(TextTransformer encoder) {
        if (encoder.config().layers().causal()) {
            throw new IllegalArgumentException(
                    "WKLM needs layers in which every place sees all, got causal ones");
        }
        places = new TextTokens(encoder);
        words = TokenLogits.transformed(encoder);
        detector = Layers.linear(1, true);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .beside("words", words)
                        .add(
                                "detector",
                                detector,
                                new Shape(1, 2L * encoder.config().layers().width()));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /**
     * The two losses.
     *
     * @param entities of telling replaced entities, a scalar
     * @param words of the masked language model, a scalar
     * @param logits of being replaced, {@code (n, m)}; where there is no entity they mean nothing
     * @param counted where there is one, of type bool, {@code (n, m)}
     */
    public record Terms(NDArray entities, NDArray words, NDArray logits, NDArray counted) {}

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        Terms terms = terms(pass, batch);
        pass.report("entities", terms.entities());
        pass.report("words", terms.words());
        return terms.entities().add(terms.words());
    }

    /** The two losses and what the detector says; see {@link #loss}. */
    public Terms terms(Pass pass, NDList batch) {
        NDArray h = pass.forward(places, batch.subNDList(0, 2)).singletonOrThrow(); // (n, t, d)
        NDArray replaced = batch.get(4);
        NDArray counted = replaced.neq(MaskedTokenViews.IGNORED); // (n, m)
        NDArray before = new Places(batch.get(2), counted).of(h); // (n, m, d)
        NDArray behind = new Places(batch.get(3), counted).of(h); // (n, m, d)
        NDArray logits = pass.forward(detector, before.concat(behind, 2)).squeeze(2); // (n, m)

        NDArray labels = batch.get(5); // (n, t)
        Places masked = Places.where(labels.neq(MaskedTokenViews.IGNORED));
        NDArray guesses = pass.forward(words, masked.of(h)); // (n, k, v)
        return new Terms(
                entityLoss.evaluate(logits, replaced, counted),
                wordLoss.evaluate(guesses, masked.of(labels), masked.counted()),
                logits,
                counted);
    }
}
