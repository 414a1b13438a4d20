package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.Byol;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains BYOL on pictures. */
@Command(
        name = "byol",
        mixinStandardHelpOptions = true,
        description =
                "BYOL (2006.07733): predict what a slow copy of the network makes of the other view.")
final class ByolCommand extends InstanceContrast<Byol> {

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    private int projection = 128;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "512",
            description =
                    "Units in the hidden layers of projector and predictor (default: ${DEFAULT-VALUE}).")
    private int hidden = 512;

    @Option(
            names = "--tau",
            paramLabel = "M",
            defaultValue = "0.99",
            description =
                    "Share of the target kept in the first step; rises to 1 (default: ${DEFAULT-VALUE}).")
    private double tau = 0.99;

    @Option(
            names = "--no-predictor",
            description = "Leave the predictor out, which the paper shows to collapse.")
    private boolean noPredictor;

    @Option(names = "--fixed-tau", description = "Keep tau as it is in the first step.")
    private boolean fixedTau;

    @Override
    public Byol task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Byol(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden, projection),
                noPredictor ? new Sequence() : Heads.mlp(Heads.Norm.HIDDEN, hidden, projection),
                fixedTau ? Schedule.constant(tau) : Byol.momentum(tau, steps));
    }
}
