package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.Dcl;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.DclLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains DCL on pictures. */
@Command(
        name = "dcl",
        mixinStandardHelpOptions = true,
        description = "DCL (2110.06848): SimCLR whose positive is not in the denominator.")
final class DclCommand extends InstanceContrast<Dcl> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.2f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Override
    public Dcl task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Dcl(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection.value),
                new DclLoss(temperature.value));
    }
}
