package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.selfsup.engine.Numbers;

/**
 * What the two players of a generative adversarial network minimise, from the discriminator's
 * logits.
 *
 * <p>Real and generated logits may differ in number; every term is a mean over its logits, whatever
 * their shape. No gradient is stopped here: the discriminator's step takes generated samples that
 * carry none.
 */
public sealed interface GanLoss {

    /**
     * The discriminator's loss.
     *
     * @param real logits of real samples
     * @param fake logits of generated samples
     * @return a scalar
     * @throws IllegalArgumentException if there are no logits
     */
    NDArray discriminator(NDArray real, NDArray fake);

    /**
     * The generator's loss.
     *
     * @param fake logits of generated samples
     * @return a scalar
     * @throws IllegalArgumentException if there are no logits
     */
    NDArray generator(NDArray fake);

    /**
     * The loss in common use: the generator maximises log D(G(z)), whose gradient does not vanish
     * while the discriminator wins.
     *
     * <pre>{@code
     * discriminator  mean softplus(-real) + mean softplus(fake) = -mean log D(x) - mean log(1 - D(G(z)))
     * generator      mean softplus(-fake)
     * }</pre>
     *
     * <p>Goodfellow et al. 2014, <a href="https://arxiv.org/abs/1406.2661">Generative Adversarial
     * Networks</a>, section 3.
     */
    record NonSaturating() implements GanLoss {
        @Override
        public NDArray discriminator(NDArray real, NDArray fake) {
            some(real, fake);
            return softplus(real.neg()).add(softplus(fake));
        }

        @Override
        public NDArray generator(NDArray fake) {
            some(fake);
            return softplus(fake.neg());
        }
    }

    /**
     * The two-player game as it is stated (eq. 1): the discriminator's loss is that of {@link
     * NonSaturating}, the generator minimises {@code mean log(1 - D(G(z))) = -mean softplus(fake)}.
     *
     * <p>Goodfellow et al. 2014, <a href="https://arxiv.org/abs/1406.2661">Generative Adversarial
     * Networks</a>.
     */
    record Minimax() implements GanLoss {
        @Override
        public NDArray discriminator(NDArray real, NDArray fake) {
            return new NonSaturating().discriminator(real, fake);
        }

        @Override
        public NDArray generator(NDArray fake) {
            some(fake);
            return softplus(fake).neg();
        }
    }

    /**
     * Margins: logits beyond 1 on their right side do not count.
     *
     * <pre>{@code
     * discriminator  mean max(0, 1 - real) + mean max(0, 1 + fake)
     * generator      -mean fake
     * }</pre>
     *
     * <p>Lim and Ye 2017, <a href="https://arxiv.org/abs/1705.02894">Geometric GAN</a>; Miyato et
     * al. 2018, <a href="https://arxiv.org/abs/1802.05957">Spectral Normalization</a>.
     */
    record Hinge() implements GanLoss {
        @Override
        public NDArray discriminator(NDArray real, NDArray fake) {
            some(real, fake);
            NDArray margin = Activation.relu(real.neg().add(1)).mean();
            return margin.add(Activation.relu(fake.add(1)).mean());
        }

        @Override
        public NDArray generator(NDArray fake) {
            some(fake);
            return fake.mean().neg();
        }
    }

    /**
     * Regression of the logits to 1 for real and 0 for generated samples (eq. 9).
     *
     * <pre>{@code
     * discriminator  mean (real - 1)^2 / 2 + mean fake^2 / 2
     * generator      mean (fake - 1)^2 / 2
     * }</pre>
     *
     * <p>Mao et al. 2017, <a href="https://arxiv.org/abs/1611.04076">Least Squares Generative
     * Adversarial Networks</a>.
     */
    record LeastSquares() implements GanLoss {
        @Override
        public NDArray discriminator(NDArray real, NDArray fake) {
            some(real, fake);
            NDArray squares = real.sub(1).square().mean().add(fake.square().mean());
            return Numbers.times(squares, 0.5);
        }

        @Override
        public NDArray generator(NDArray fake) {
            some(fake);
            return Numbers.times(fake.sub(1).square().mean(), 0.5);
        }
    }

    /**
     * Difference of the critic's means, an estimate of the earth mover's distance while the critic
     * is 1-Lipschitz; see {@link WganGradientPenalty}.
     *
     * <pre>{@code
     * critic     mean fake - mean real
     * generator  -mean fake
     * }</pre>
     *
     * <p>Arjovsky et al. 2017, <a href="https://arxiv.org/abs/1701.07875">Wasserstein GAN</a>.
     */
    record Wasserstein() implements GanLoss {
        @Override
        public NDArray discriminator(NDArray real, NDArray fake) {
            some(real, fake);
            return fake.mean().sub(real.mean());
        }

        @Override
        public NDArray generator(NDArray fake) {
            some(fake);
            return fake.mean().neg();
        }
    }

    private static NDArray softplus(NDArray logits) {
        return Activation.softPlus(logits).mean();
    }

    private static void some(NDArray... logits) {
        for (NDArray array : logits) {
            Require.that(array.size() > 0, "A GAN's loss", "at least one logit", array);
        }
    }
}
