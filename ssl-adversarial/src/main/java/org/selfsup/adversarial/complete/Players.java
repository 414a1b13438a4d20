package org.selfsup.adversarial.complete;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Pass;

/** The two networks of a game: the discriminator is the encoder and a linear layer to a logit. */
final class Players {

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
}
