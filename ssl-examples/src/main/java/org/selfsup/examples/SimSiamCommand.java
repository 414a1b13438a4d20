package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.SimSiam;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains SimSiam on pictures. */
@Command(
        name = "simsiam",
        mixinStandardHelpOptions = true,
        description = "SimSiam (2011.10566): predict one view from the other, stop the gradient.")
final class SimSiamCommand extends InstanceContrast<SimSiam> {

    @Mixin private ProjectionOption projection = new ProjectionOption(512);
    @Mixin private HiddenOption hidden = new HiddenOption(128);

    @Override
    public SimSiam task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SimSiam(
                encoder,
                Heads.mlp(Heads.Norm.ALL_LAST_PLAIN, projection.value, projection.value),
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value));
    }
}
