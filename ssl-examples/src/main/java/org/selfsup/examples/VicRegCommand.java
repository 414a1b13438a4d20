package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.VicReg;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.VicRegLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains VICReg on pictures. */
@Command(
        name = "vicreg",
        mixinStandardHelpOptions = true,
        description =
                "VICReg (2105.04906): views agree, features vary and do not repeat each other.")
final class VicRegCommand extends InstanceContrast<VicReg> {

    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(512);

    @Option(
            names = "--invariance",
            paramLabel = "X",
            description = "Weight of the distance between views (default: ${DEFAULT-VALUE}).")
    private float invariance = 25;

    @Option(
            names = "--variance",
            paramLabel = "X",
            description = "Weight of the spread of each feature (default: ${DEFAULT-VALUE}).")
    private float variance = 25;

    @Option(
            names = "--covariance",
            paramLabel = "X",
            description = "Weight of the covariance between features (default: ${DEFAULT-VALUE}).")
    private float covariance = 1;

    @Override
    public VicReg task(Block encoder, int features, PictureSet pictures, long steps) {
        return new VicReg(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, hidden.value, projection.value),
                new VicRegLoss(invariance, variance, covariance));
    }
}
