package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.Nnclr;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains NNCLR on pictures. */
@Command(
        name = "nnclr",
        mixinStandardHelpOptions = true,
        description =
                "NNCLR (2104.14548): the positive is the nearest neighbour of the other view.")
final class NnclrCommand extends InstanceContrast<Nnclr> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.1f);
    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Option(
            names = "--support",
            paramLabel = "K",
            description = "Samples among which neighbours are sought (default: ${DEFAULT-VALUE}).")
    private int support = 4096;

    @Override
    public Nnclr task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Nnclr(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                new Nnclr.Config(projection.value, support, temperature.value));
    }
}
