package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.WganGradientPenalty;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Wasserstein GAN with gradient penalty: a critic whose difference of means estimates how far the
 * generated samples are from the real ones.
 *
 * <pre>{@code
 * L = E D(G(z)) - E D(x) + lambda E (|grad D(x^)| - 1)^2,   x^ between x and G(z)   (eq. 3)
 * }</pre>
 *
 * <p>Input and networks are {@link Gan}'s; the critic has no BatchNorm, which would tie the samples
 * of a batch together. The critic is updated in every step, on a batch of its own, the generator in
 * the last of every {@link Config#criticSteps} steps. {@code distance} is the critic's estimate,
 * {@code E D(x) - E D(G(z))}.
 *
 * <p>Use it where {@link Gan} is unstable: its distance falls as samples improve. It takes several
 * times the steps.
 *
 * <p>Gulrajani et al. 2017, <a href="https://arxiv.org/abs/1704.00028">Improved training of
 * Wasserstein GANs</a>, algorithm 1; Arjovsky et al. 2017, <a
 * href="https://arxiv.org/abs/1701.07875">Wasserstein GAN</a>.
 */
public final class Wgan implements PretextTask {

    private final Players players;
    private final Config config;
    private final GanLoss loss = new GanLoss.Wasserstein();

    /**
     * What the paper leaves to choose.
     *
     * @param latent dimensions of z, at least 1; 128 in the paper
     * @param penalty lambda with its formula; 10 in the paper
     * @param criticSteps of the critic for one of the generator; 5 in the paper
     */
    public record Config(int latent, WganGradientPenalty penalty, int criticSteps) {

        /** Algorithm 1 of the paper. */
        public static final Config PAPER = new Config(128, new WganGradientPenalty(10), 5);
    }

    /**
     * Puts the parts together.
     *
     * @param generator {@code (n, latent) -> (n, ...)}
     * @param encoder {@code (n, ...) -> (n, d)}, the critic without its last layer, no BatchNorm
     * @param config coefficients
     */
    public Wgan(Block generator, Block encoder, Config config) {
        this.players = new Players(generator, encoder, config.latent(), false);
        this.config = config;
    }

    @Override
    public Networks networks() {
        return players.networks();
    }

    /** From z {@code (n, latent)} to samples. */
    public Block generator() {
        return players.generator();
    }

    @Override
    public List<Objective> objectives() {
        return List.of(
                new Objective("critic", players.discriminator(), this::criticLoss),
                new Objective("generator", players.generator(), this::loss)
                        .withEvery(config.criticSteps()));
    }

    private NDArray criticLoss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray generated = players.generate(pass, x.size(0)).stopGradient();
        NDArray real = pass.forward(players.discriminator(), x); // (n, 1)
        NDArray fake = pass.forward(players.discriminator(), generated); // (n, 1)
        NDArray difference = loss.discriminator(real, fake);
        NDArray penalty =
                config.penalty()
                        .evaluate(
                                at -> pass.forward(players.discriminator(), at),
                                x,
                                generated,
                                pass.random().nextLong());
        pass.watchSamples(x, generated);
        pass.report("distance", difference.neg());
        pass.report("penalty", penalty);
        return difference.add(penalty);
    }

    /** The generator's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray generated = players.generate(pass, batch.head().size(0));
        return loss.generator(pass.forward(players.discriminator(), generated));
    }
}
