package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.LeJepa;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.SigRegLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains LeJEPA on pictures. */
@Command(
        name = "lejepa",
        mixinStandardHelpOptions = true,
        description = "LeJEPA (2511.08544): views agree, embeddings are normally distributed.")
final class LeJepaCommand extends MultiCrop<LeJepa> {

    private static final int GLOBALS = 2;

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "64",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    private int projection = 64;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "256",
            description = "Units in the projector's hidden layers (default: ${DEFAULT-VALUE}).")
    private int hidden = 256;

    @Option(
            names = "--lambda",
            paramLabel = "X",
            defaultValue = "0.05",
            description = "Weight of the regularisation (default: ${DEFAULT-VALUE}).")
    private float lambda = 0.05f;

    @Option(
            names = "--directions",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "Directions in which embeddings are looked at (default: ${DEFAULT-VALUE}).")
    private int directions = 256;

    @Override
    public LeJepa task(Block encoder, int features, PictureSet pictures, long steps) {
        return new LeJepa(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden, hidden, projection),
                new LeJepa.Config(
                        GLOBALS,
                        lambda,
                        new SigRegLoss(
                                directions, SigRegLoss.PAPER.knots(), SigRegLoss.PAPER.range())));
    }
}
