package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.SimClrV2;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains SimCLR v2 on pictures. */
@Command(
        name = "simclrv2",
        mixinStandardHelpOptions = true,
        description =
                "SimCLR v2 (2006.10029): SimCLR with a deeper projector, part of which is kept.")
final class SimClrV2Command extends InstanceContrast<SimClrV2> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.5f);
    @Mixin private HiddenOption hidden = new HiddenOption(256);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Override
    public SimClrV2 task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SimClrV2(
                encoder, new SimClrV2.Config(hidden.value, projection.value, temperature.value));
    }
}
