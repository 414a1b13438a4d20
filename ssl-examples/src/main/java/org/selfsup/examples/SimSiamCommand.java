package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.SimSiam;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains SimSiam on pictures. */
@Command(
        name = "simsiam",
        mixinStandardHelpOptions = true,
        description = "SimSiam (2011.10566): predict one view from the other, stop the gradient.")
final class SimSiamCommand extends InstanceContrast<SimSiam> {

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "512",
            description = "Dimensions of the projector (default: ${DEFAULT-VALUE}).")
    private int projection = 512;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "128",
            description = "Units in the hidden layer of the predictor (default: ${DEFAULT-VALUE}).")
    private int hidden = 128;

    @Override
    public SimSiam task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SimSiam(
                encoder,
                Heads.mlp(Heads.Norm.ALL_LAST_PLAIN, projection, projection),
                Heads.mlp(Heads.Norm.HIDDEN, hidden, projection));
    }
}
