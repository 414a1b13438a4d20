package org.selfsup.adversarial.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Places;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.TextTokens;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.MaskedTokenLoss;
import org.selfsup.loss.ReplacedTokenLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * ELECTRA: a small masked language model fills the gaps of a text, and a discriminator tells of
 * every token whether it is the original one.
 *
 * <pre>{@code
 * x^masked  = x with [MASK] at places m
 * x^ ~ p_G(x | x^masked) at m,   x^corrupt = x with x^ at m               (section 2)
 * L = L_MLM(x; G) + lambda L_Disc(x, x^corrupt; D)
 * }</pre>
 *
 * <p>Input: masked tokens, labels and the mask of {@link MaskedTokenViews}, INT64 {@code (n, t)}
 * each. Both networks are trained in one step, by one loss. No gradient flows from the
 * discriminator through the drawn tokens to the generator, but embeddings are mostly shared (see
 * {@link TextTransformer#sharing}). After training the generator is thrown away and the
 * discriminator's Transformer is the encoder. {@code generator} and {@code discriminator}, the two
 * losses in nats, and {@code replaced}, the share of tokens that are not the original ones, are
 * reported.
 *
 * <p>Drawing uses libtorch's generator, by the noise of Gumbel as in the authors' code. A token
 * that happens to be the original one counts as original. Logits of the vocabulary are computed at
 * masked places only.
 *
 * <p>Use it in place of BERT: it learns from all tokens and not from the masked ones alone. Give
 * the generator a quarter to a half of the discriminator's width; a strong one makes it too hard to
 * tell the difference.
 *
 * <p>Clark et al. 2020, <a href="https://arxiv.org/abs/2003.10555">ELECTRA: Pre-training Text
 * Encoders as Discriminators Rather Than Generators</a>.
 */
public final class Electra implements PretextTask {

    /** The paper's weight of the discriminator's loss. */
    public static final float WEIGHT = 50;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def draw(self, logits: Tensor) -> Tensor:
                      u = torch.clamp_min(torch.rand_like(logits), 1e-20)
                      return torch.argmax(logits - torch.log(torch.neg(torch.log(u))), -1)
                    """);

    private final MaskedTokenLoss maskedLoss = new MaskedTokenLoss();
    private final ReplacedTokenLoss replacedLoss = new ReplacedTokenLoss();
    private final float weight;
    private final TextTokens generator;
    private final TokenLogits words;
    private final TextTokens discriminator;
    private final Sequence head;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param discriminator the encoder
     * @param generator mostly {@code discriminator.sharing(smaller layers)}; knows the same tokens
     * @param weight lambda, positive and finite, see {@link #WEIGHT}
     * @throws IllegalArgumentException if the vocabularies differ, layers are causal, or the weight
     *     is out of range
     */
    public Electra(TextTransformer discriminator, TextTransformer generator, float weight) {
        TextTransformer.Config config = discriminator.config();
        if (config.vocabulary() != generator.config().vocabulary()) {
            throw new IllegalArgumentException(
                    "Generator and discriminator know the same tokens, got vocabularies of "
                            + generator.config().vocabulary()
                            + " and "
                            + config.vocabulary());
        }
        if (config.layers().causal() || generator.config().layers().causal()) {
            throw new IllegalArgumentException(
                    "ELECTRA needs layers in which every place sees all, got causal ones");
        }
        if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "ELECTRA needs a positive, finite weight of the discriminator, got " + weight);
        }
        this.weight = weight;
        this.generator = new TextTokens(generator);
        this.discriminator = new TextTokens(discriminator);
        words = TokenLogits.transformed(generator);
        head = Heads.detector(config.layers().width());
        networks =
                new Networks()
                        .add("encoder", discriminator)
                        .add("head", head)
                        .beside("generator", words);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /**
     * One round of the game.
     *
     * @param generator loss of the masked language model, a scalar
     * @param discriminator loss of telling replaced tokens, a scalar
     * @param shown the tokens that the discriminator saw, {@code (n, t)}
     * @param replaced where they are not the original ones, of type bool, {@code (n, t)}
     * @param logits of being replaced, {@code (n, t)}; those of padding mean nothing
     */
    public record Terms(
            NDArray generator,
            NDArray discriminator,
            NDArray shown,
            NDArray replaced,
            NDArray logits) {}

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        Terms terms = terms(pass, batch);
        pass.report("generator", terms.generator());
        pass.report("discriminator", terms.discriminator());
        pass.report("replaced", (float) replaced(terms, batch.get(2)));
        return terms.generator().add(Numbers.times(terms.discriminator(), weight));
    }

    private static double replaced(Terms terms, NDArray mask) {
        try (NDArray replaced = terms.replaced().countNonzero();
                NDArray tokens = mask.countNonzero()) {
            return (double) replaced.getLong() / tokens.getLong();
        }
    }

    /** The two losses and what they are of; see {@link #loss}. */
    public Terms terms(Pass pass, NDList batch) {
        NDArray mask = batch.get(2);
        Places masked = Places.where(batch.get(1).neq(MaskedTokenViews.IGNORED));
        NDArray labels = masked.of(batch.get(1)); // (n, k)
        NDArray h = places(pass, generator, batch.get(0), mask);
        NDArray guesses = pass.forward(words, masked.of(h)); // (n, k, v)

        NDArray tokens = masked.put(batch.get(0), labels); // (n, t)
        NDArray drawn = OPS.apply("draw", guesses.stopGradient()); // (n, k)
        NDArray shown = masked.put(batch.get(0), drawn); // (n, t)
        NDArray told = pass.forward(head, places(pass, discriminator, shown, mask));
        NDArray logits = told.squeeze(2); // (n, t)
        return new Terms(
                maskedLoss.evaluate(guesses, labels, masked.counted()),
                replacedLoss.evaluate(logits, tokens, shown, mask),
                shown,
                shown.neq(tokens),
                logits);
    }

    private static NDArray places(Pass pass, TextTokens network, NDArray tokens, NDArray mask) {
        return pass.forward(network, new NDList(tokens, mask)).singletonOrThrow(); // (n, t, d)
    }
}
