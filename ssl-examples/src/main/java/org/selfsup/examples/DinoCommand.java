package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.Dino;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains DINO on pictures. */
@Command(
        name = "dino",
        mixinStandardHelpOptions = true,
        description =
                "DINO (2104.14294): from any crop predict how a slow copy sorts the large ones.")
final class DinoCommand extends MultiCrop<Dino> {

    @Mixin private DistillationOptions options = new DistillationOptions();

    @Override
    public Dino task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Dino(encoder, options.head(), options.config(), options.momentum(steps));
    }
}
