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

/**
 * The two networks of a game.
 *
 * @param generator {@code (n, latent) -> (n, ...)}
 * @param encoder {@code (n, ...) -> (n, d)}
 * @param discriminator the encoder and a linear layer to one logit
 * @param networks all of them by role
 * @param latent dimensions of z
 */
record Players(
        Block generator, Block encoder, Sequence discriminator, Networks networks, int latent) {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def accuracy(self, real: Tensor, fake: Tensor) -> Tensor:
                      return 0.5 * torch.mean(torch.to(torch.gt(real, 0), 6)) + 0.5 * torch.mean(torch.to(torch.lt(fake, 0), 6))
                    def diversity(self, real: Tensor, fake: Tensor) -> Tensor:
                      return torch.mean(torch.std(fake, [0], False)) / torch.clamp(torch.mean(torch.std(real, [0], False)), 1e-12)
                    """);

    /**
     * Both networks.
     *
     * @param bias whether the logit has one; a game that only knows differences cannot train it
     */
    Players(Block generator, Block encoder, int latent, boolean bias) {
        this(generator, encoder, Layers.linear(1, bias), latent);
    }

    private Players(Block generator, Block encoder, Block logit, int latent) {
        this(
                generator,
                encoder,
                new Sequence().add("encoder", encoder).add("logit", logit),
                new Networks()
                        .add("encoder", encoder)
                        .add("logit", logit)
                        .add("generator", generator, new Shape(1, latent)),
                latent);
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

    /** The share of samples that the discriminator tells right. */
    static NDArray accuracy(NDArray real, NDArray fake) {
        return OPS.apply("accuracy", real, fake);
    }
}
