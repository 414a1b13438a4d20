package org.selfsup.examples;

import java.util.List;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Interpolation;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.augment.RandomPatches;
import org.selfsup.augment.RandomResizedCrop;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method which draws the masked patches of a picture.
 *
 * @param <T> the task
 */
abstract class MaskedPictures<T extends PretextTask> extends Reconstruction<T> {

    @Option(
            names = "--mask",
            paramLabel = "X",
            description = "Share of the patches that is masked (default: ${DEFAULT-VALUE}).")
    private double mask;

    @Option(
            names = "--unit",
            paramLabel = "N",
            description =
                    "Rows and columns of patches that are masked together (default:"
                            + " ${DEFAULT-VALUE}).")
    private int unit;

    @Option(
            names = "--smallest-crop",
            paramLabel = "X",
            defaultValue = "0.2",
            description = "Least share of a picture in a view (default: ${DEFAULT-VALUE}).")
    private double smallest = 0.2;

    /** With what is usual for a method. */
    MaskedPictures(double mask, int unit) {
        this.mask = mask;
        this.unit = unit;
    }

    @Override
    public final Usual usual() {
        return new Usual("vit_mini_mean", 1e-3, 0.9);
    }

    @Override
    public final ImageViews views(PictureSet pictures) {
        RandomResizedCrop crop =
                new RandomResizedCrop(pictures.size(), smallest, 1, Interpolation.BICUBIC);
        return new ImageViews(
                pictures.channels(),
                List.of(
                        new ImagePipeline(
                                crop, new RandomHorizontalFlip(0.5), pictures.normalize())));
    }

    @Override
    public final Views<Image> views(PictureSet pictures, T task) {
        int grid = MultiCrop.grid(task, pictures);
        return new MaskedViews<>(
                views(pictures), List.of(new RandomPatches(grid, grid, unit, mask)));
    }
}
