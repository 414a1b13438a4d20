package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.RandomPatches;
import org.selfsup.contrastive.instance.Msn;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.MsnLoss;
import org.selfsup.train.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains MSN on pictures. */
@Command(
        name = "msn",
        mixinStandardHelpOptions = true,
        description = "MSN (2204.07141): a masked view belongs to the prototypes of a whole one.")
final class MsnCommand extends MultiCrop<Msn> {

    @Option(
            names = "--prototypes",
            paramLabel = "K",
            defaultValue = "128",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int prototypes = 128;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "256",
            description = "Units in the projector's hidden layers (default: ${DEFAULT-VALUE}).")
    private int hidden = 256;

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "64",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    private int projection = 64;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.1",
            description = "Temperature of the anchors (default: ${DEFAULT-VALUE}).")
    private float temperature = 0.1f;

    @Option(
            names = "--sharpening",
            paramLabel = "T",
            defaultValue = "0.25",
            description = "Further temperature of the targets (default: ${DEFAULT-VALUE}).")
    private float sharpening = 0.25f;

    @Option(
            names = "--entropy",
            paramLabel = "X",
            defaultValue = "1",
            description = "Weight of the mean's entropy (default: ${DEFAULT-VALUE}).")
    private float entropy = 1;

    @Option(
            names = "--sinkhorn",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds that balance the targets (default: ${DEFAULT-VALUE}).")
    private int sinkhorn = 3;

    @Option(
            names = "--momentum-encoder",
            paramLabel = "M",
            defaultValue = "0.99",
            description =
                    "Share of the target kept in the first step; rises to 1 (default: ${DEFAULT-VALUE}).")
    private double momentum = 0.99;

    @Option(
            names = "--masked",
            paramLabel = "X",
            defaultValue = "0.3",
            description = "Share of the anchor's patches left out (default: ${DEFAULT-VALUE}).")
    private double masked = 0.3;

    @Override
    public Msn task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Msn(
                transformer("msn", encoder),
                Heads.mlp(Heads.Norm.HIDDEN, hidden, hidden, projection),
                new Msn.Config(
                        prototypes,
                        projection,
                        new MsnLoss(temperature, sharpening, sinkhorn, entropy)),
                Schedule.linear(momentum, 1, steps));
    }

    @Override
    public Views<Image> views(PictureSet pictures, Msn task) {
        int grid = grid(task, pictures);
        return masked(pictures, new RandomPatches(grid, grid, masked));
    }
}
