package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;
import org.selfsup.train.HealthMonitor;
import org.selfsup.train.Pass;

/** The two networks of a game: the discriminator is the encoder and a linear layer to a logit. */
final class Players {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def diversity(self, real: Tensor, fake: Tensor) -> Tensor:
                      return torch.mean(torch.std(fake, [0], False)) / torch.clamp(torch.mean(torch.std(real, [0], False)), 1e-12)
                    """);

    private final Networks networks;
    private final Block generator;
    private final Sequence discriminator;
    private final int latent;

    /**
     * Puts the networks together.
     *
     * @param generator {@code (n, latent) -> (n, ...)}
     * @param encoder {@code (n, ...) -> (n, d)}
     * @param latent dimensions of z
     * @param bias whether the logit has one; a game that only knows differences cannot train it
     */
    Players(Block generator, Block encoder, int latent, boolean bias) {
        this.generator = generator;
        this.latent = latent;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("logit", Layers.linear(1, bias))
                        .add("generator", generator, new Shape(1, latent));
        discriminator = networks.chain("encoder", "logit");
    }

    Networks networks() {
        return networks;
    }

    Block generator() {
        return generator;
    }

    Sequence discriminator() {
        return discriminator;
    }

    /** n samples of the generator, from libtorch's generator of random numbers. */
    NDArray generate(Pass pass, long n) {
        return pass.forward(generator, pass.manager().randomNormal(new Shape(n, latent)));
    }

    /** Reports how the spread of generated samples compares to that of real ones. */
    void report(Pass pass, NDArray real, NDArray generated) {
        try (Autograd off = Autograd.off()) {
            pass.report(HealthMonitor.DIVERSITY, OPS.apply("diversity", real, generated));
        }
    }
}
