package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.ImageViews;
import org.selfsup.contrastive.instance.InstDisc;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains instance discrimination with a memory bank on pictures. */
@Command(
        name = "instdisc",
        mixinStandardHelpOptions = true,
        description =
                "Instance discrimination (1805.01978): each sample is a class, a memory bank its weights.")
final class InstDiscCommand extends InstanceContrast<InstDisc> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.1f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);
    @Mixin private BankMomentumOption momentum = new BankMomentumOption();

    @Option(
            names = "--noise",
            paramLabel = "K",
            description = "Samples that each one is told from (default: ${DEFAULT-VALUE}).")
    private int noise = 1024;

    @Option(
            names = "--proximal",
            paramLabel = "X",
            description = "Weight of the distance to the bank (default: ${DEFAULT-VALUE}).")
    private double proximal = 1;

    @Override
    public InstDisc task(Block encoder, int features, PictureSet pictures, long steps) {
        return new InstDisc(
                encoder,
                Heads.mlp(Heads.Norm.ALL, projection.value),
                pictures.train().size(),
                new InstDisc.Config(
                        projection.value, noise, temperature.value, momentum.value, proximal));
    }

    /** One view: the bank remembers others. */
    @Override
    public ImageViews views(PictureSet pictures) {
        return new ImageViews(pictures.channels(), List.of(augmentation(pictures).pipeline()));
    }
}
