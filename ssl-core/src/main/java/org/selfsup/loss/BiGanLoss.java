package org.selfsup.loss;

import ai.djl.ndarray.NDArray;

/**
 * What the players of a bidirectional GAN minimise, from the discriminator's logits of pairs (x,
 * E(x)) and (G(z), z).
 *
 * <pre>{@code
 * discriminator        mean softplus(-real) + mean softplus(fake)
 * encoder, generator   mean softplus(real) + mean softplus(-fake)
 * }</pre>
 *
 * <p>Encoder and generator take the flipped labels, whose gradient does not vanish while the
 * discriminator wins, instead of the negative of its loss.
 *
 * <p>Donahue et al. 2017, <a href="https://arxiv.org/abs/1605.09782">Adversarial Feature
 * Learning</a>; Dumoulin et al. 2017, <a href="https://arxiv.org/abs/1606.00704">Adversarially
 * Learned Inference</a>.
 */
public record BiGanLoss() {

    private static final GanLoss LOGISTIC = new GanLoss.NonSaturating();

    /**
     * The discriminator's loss.
     *
     * @param real logits of pairs (x, E(x))
     * @param fake logits of pairs (G(z), z)
     * @return a scalar
     * @throws IllegalArgumentException if there are no logits
     */
    public NDArray discriminator(NDArray real, NDArray fake) {
        return LOGISTIC.discriminator(real, fake);
    }

    /**
     * The loss of encoder and generator.
     *
     * @param real logits of pairs (x, E(x))
     * @param fake logits of pairs (G(z), z)
     * @return a scalar
     * @throws IllegalArgumentException if there are no logits
     */
    public NDArray encoderGenerator(NDArray real, NDArray fake) {
        return LOGISTIC.generator(fake).add(LOGISTIC.generator(real.neg()));
    }
}
