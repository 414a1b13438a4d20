package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.PatchGrid;
import org.selfsup.augment.PatchViews;
import org.selfsup.contrastive.instance.Pirl;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains PIRL on pictures. */
@Command(
        name = "pirl",
        mixinStandardHelpOptions = true,
        description =
                "PIRL (1912.01991): a picture and its shuffled patches resemble what a bank remembers.")
final class PirlCommand extends InstanceContrast<Pirl> {

    private static final int SIDE = 3;

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.1f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);
    @Mixin private BankMomentumOption momentum = new BankMomentumOption();

    @Option(
            names = "--negatives",
            paramLabel = "N",
            description =
                    "Rows of the bank that a picture is told from (default: ${DEFAULT-VALUE}).")
    private int negatives = 4096;

    @Option(
            names = "--weight",
            paramLabel = "X",
            description = "Weight of the patches beside the picture (default: ${DEFAULT-VALUE}).")
    private double weight = 0.5;

    @Override
    public Pirl task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Pirl(
                encoder,
                pictures.train().size(),
                new Pirl.Config(
                        SIDE * SIDE,
                        projection.value,
                        negatives,
                        temperature.value,
                        momentum.value,
                        weight));
    }

    /** A view, and the patches of another. */
    @Override
    public Views<Image> views(PictureSet pictures) {
        ImagePipeline view = augmentation(pictures).pipeline();
        return new ImageViews(pictures.channels(), List.of(view))
                .and(
                        new PatchViews(
                                pictures.channels(),
                                view,
                                PatchGrid.cells(SIDE, pictures.size()),
                                List.of()));
    }
}
