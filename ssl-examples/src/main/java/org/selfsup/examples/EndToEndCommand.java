package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.EndToEnd;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.InfoNceLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains instance discrimination without a memory on pictures. */
@Command(
        name = "endtoend",
        mixinStandardHelpOptions = true,
        description = "Instance discrimination end to end (1911.05722): find the key in the batch.")
final class EndToEndCommand extends InstanceContrast<EndToEnd> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.2f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Override
    public EndToEnd task(Block encoder, int features, PictureSet pictures, long steps) {
        return new EndToEnd(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection.value),
                new InfoNceLoss(temperature.value));
    }
}
