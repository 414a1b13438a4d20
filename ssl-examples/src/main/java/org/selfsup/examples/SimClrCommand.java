package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.SimClr;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.NtXentLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains SimCLR on pictures. */
@Command(
        name = "simclr",
        mixinStandardHelpOptions = true,
        description = "SimCLR (2002.05709): two views of a picture attract, others repel.")
final class SimClrCommand extends InstanceContrast<SimClr> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.5f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Override
    public SimClr task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SimClr(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection.value),
                new NtXentLoss(temperature.value));
    }
}
