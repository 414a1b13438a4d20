package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.BarlowTwins;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.BarlowTwinsLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains Barlow Twins on pictures. */
@Command(
        name = "barlowtwins",
        mixinStandardHelpOptions = true,
        description =
                "Barlow Twins (2103.03230): features agree between views and not with each other.")
final class BarlowTwinsCommand extends InstanceContrast<BarlowTwins> {

    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(512);

    @Option(
            names = "--lambda",
            paramLabel = "X",
            description = "Weight of the redundancy between features (default: ${DEFAULT-VALUE}).")
    private float lambda = 0.005f;

    @Override
    public BarlowTwins task(Block encoder, int features, PictureSet pictures, long steps) {
        return new BarlowTwins(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, hidden.value, projection.value),
                new BarlowTwinsLoss(lambda));
    }
}
