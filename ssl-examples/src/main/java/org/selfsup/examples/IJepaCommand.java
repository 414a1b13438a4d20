package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Interpolation;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.RandomResizedCrop;
import org.selfsup.augment.TargetBlocks;
import org.selfsup.contrastive.instance.IJepa;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.PatchPredictor;
import org.selfsup.encoder.Transformer;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.loss.IJepaLoss;
import org.selfsup.train.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains I-JEPA on pictures. */
@Command(
        name = "ijepa",
        mixinStandardHelpOptions = true,
        description = "I-JEPA (2301.08243): predict the features of blocks from the rest.")
final class IJepaCommand extends ImageMethod<IJepa> {

    private static final int HEAD = 16; // features of one head of the predictor

    @Option(
            names = "--predictor-width",
            paramLabel = "D",
            defaultValue = "48",
            description = "Width of the predictor, a multiple of 16 (default: ${DEFAULT-VALUE}).")
    private int width = 48;

    @Option(
            names = "--predictor-depth",
            paramLabel = "N",
            defaultValue = "2",
            description = "Layers of the predictor (default: ${DEFAULT-VALUE}).")
    private int depth = 2;

    @Option(
            names = "--momentum-encoder",
            paramLabel = "M",
            defaultValue = "0.99",
            description =
                    "Share of the target kept in the first step; rises to 1 (default: ${DEFAULT-VALUE}).")
    private double momentum = 0.99;

    @Option(
            names = "--smallest-crop",
            paramLabel = "X",
            defaultValue = "0.3",
            description = "Least share of a picture in a view (default: ${DEFAULT-VALUE}).")
    private double smallest = 0.3;

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual("vit_mini_mean", 1e-3, 0.9);
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        RandomResizedCrop crop =
                new RandomResizedCrop(pictures.size(), smallest, 1, Interpolation.BICUBIC);
        return new ImageViews(
                pictures.channels(), List.of(new ImagePipeline(crop, pictures.normalize())));
    }

    @Override
    public Views<Image> views(PictureSet pictures, IJepa task) {
        int grid = MultiCrop.grid(task, pictures);
        return new MaskedViews<>(views(pictures), List.of(new TargetBlocks(grid, grid)));
    }

    @Override
    public IJepa task(Block encoder, int features, PictureSet pictures, long steps) {
        VisionTransformer transformer = MultiCrop.transformer("ijepa", encoder);
        PatchPredictor predictor =
                new PatchPredictor(
                        pictures.size() / transformer.config().patch(),
                        features,
                        Transformer.Config.of(width, depth, Math.max(1, width / HEAD)));
        return new IJepa(
                transformer, predictor, IJepaLoss.PAPER, Schedule.linear(momentum, 1, steps));
    }
}
