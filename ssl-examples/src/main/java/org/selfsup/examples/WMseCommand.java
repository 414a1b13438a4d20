package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.WMse;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains W-MSE on pictures. */
@Command(
        name = "wmse",
        mixinStandardHelpOptions = true,
        description = "W-MSE (2007.06346): whitened views agree.")
final class WMseCommand extends InstanceContrast<WMse> {

    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(64);

    @Option(
            names = "--part",
            paramLabel = "N",
            description = "Fewest samples that are whitened together (default: ${DEFAULT-VALUE}).")
    private int part = 128;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description =
                    "Times a batch is shuffled and cut into parts (default: ${DEFAULT-VALUE}).")
    private int repeats = 1;

    @Option(
            names = "--epsilon",
            paramLabel = "X",
            description = "Share of the identity in the covariance (default: ${DEFAULT-VALUE}).")
    private float epsilon = 0;

    @Override
    public WMse task(Block encoder, int features, PictureSet pictures, long steps) {
        return new WMse(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                new WMse.Config(part, repeats, epsilon));
    }
}
