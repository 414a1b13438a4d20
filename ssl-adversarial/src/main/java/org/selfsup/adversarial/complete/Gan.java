package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.R1Penalty;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Generative adversarial network: a generator learns to make what a discriminator takes for real.
 *
 * <pre>{@code
 * min_G max_D  E log D(x) + E log(1 - D(G(z)))       (eq. 1)
 * }</pre>
 *
 * <p>Input: one array of real samples {@code (n, ...)} in the generator's range, [-1, 1] for a
 * tanh. The generator takes z {@code (n, latent)}, standard normal, to such samples. The
 * discriminator is the encoder, {@code (n, ...) -> (n, d)}, and a linear layer to one logit; its
 * features are the representation. Each step updates the discriminator and then the generator, each
 * on noise of its own and each by its own loss.
 *
 * <p>Both players' losses are a {@link GanLoss}; the discriminator's may have an {@link R1Penalty}.
 * {@link Wgan} is the Wasserstein game with several steps of the critic.
 *
 * <p>Use it to generate sharp samples without a likelihood. Known failures: the discriminator wins
 * and its gradient vanishes; the generator makes few kinds of samples. Both are reported, as {@code
 * discriminator_accuracy} and {@code sample_diversity}.
 *
 * <p>Goodfellow et al. 2014, <a href="https://arxiv.org/abs/1406.2661">Generative adversarial
 * networks</a>, algorithm 1; networks as in Radford et al. 2015, <a
 * href="https://arxiv.org/abs/1511.06434">DCGAN</a>.
 */
public final class Gan implements PretextTask {

    private final Players players;
    private final GanLoss loss;
    private final @Nullable R1Penalty penalty;

    /**
     * Puts the parts together, without a penalty.
     *
     * @param generator {@code (n, latent) -> (n, ...)}
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param latent dimensions of z, at least 1
     * @param loss of both players
     */
    public Gan(Block generator, Block encoder, int latent, GanLoss loss) {
        this(generator, encoder, latent, loss, null);
    }

    /**
     * Puts the parts together.
     *
     * @param generator {@code (n, latent) -> (n, ...)}
     * @param encoder {@code (n, ...) -> (n, d)}; with a penalty better without BatchNorm
     * @param latent dimensions of z, at least 1
     * @param loss of both players
     * @param penalty of the discriminator's gradient at real samples; null for none
     */
    public Gan(
            Block generator, Block encoder, int latent, GanLoss loss, @Nullable R1Penalty penalty) {
        this.players = new Players(generator, encoder, latent, true);
        this.loss = loss;
        this.penalty = penalty;
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
                new Objective("discriminator", players.discriminator(), this::discriminatorLoss),
                new Objective("generator", players.generator(), this::loss));
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray generated = players.generate(pass, x.size(0)).stopGradient();
        NDArray real = pass.forward(players.discriminator(), x); // (n, 1)
        NDArray fake = pass.forward(players.discriminator(), generated); // (n, 1)
        pass.watchSamples(x, generated);
        pass.watchLogits(real, fake);
        NDArray sum = loss.discriminator(real, fake);
        if (penalty != null) {
            NDArray gradient = penalty.evaluate(at -> pass.forward(players.discriminator(), at), x);
            pass.report("r1", gradient);
            sum = sum.add(gradient);
        }
        return sum;
    }

    /** The generator's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray generated = players.generate(pass, batch.head().size(0));
        return loss.generator(pass.forward(players.discriminator(), generated));
    }
}
