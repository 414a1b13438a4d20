package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.SimClr;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.NtXentLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains SimCLR on pictures. */
@Command(
        name = "simclr",
        mixinStandardHelpOptions = true,
        description = "SimCLR (2002.05709): two views of a picture attract, others repel.")
final class SimClrCommand extends InstanceContrast<SimClr> {

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.5",
            description = "Temperature of the loss (default: ${DEFAULT-VALUE}).")
    private float temperature = 0.5f;

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    private int projection = 128;

    @Override
    public SimClr task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SimClr(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection),
                new NtXentLoss(temperature));
    }
}
