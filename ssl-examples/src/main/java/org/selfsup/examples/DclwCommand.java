package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.Dcl;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.DclwLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains DCLW on pictures. */
@Command(
        name = "dclw",
        mixinStandardHelpOptions = true,
        description = "DCLW (2110.06848): DCL that weighs positives by how far apart they are.")
final class DclwCommand extends InstanceContrast<Dcl> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.2f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Option(
            names = "--sigma",
            paramLabel = "X",
            description = "How evenly positives are weighted (default: ${DEFAULT-VALUE}).")
    private float sigma = 0.5f;

    @Override
    public Dcl task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Dcl(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection.value),
                new DclwLoss(temperature.value, sigma));
    }
}
