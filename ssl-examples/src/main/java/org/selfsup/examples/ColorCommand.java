package org.selfsup.examples;

import java.util.List;
import org.selfsup.adversarial.partial.ColorGrid;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Interpolation;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.augment.RandomResizedCrop;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.MapDecoder;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method which tells colour.
 *
 * @param <T> the task
 */
abstract class ColorCommand<T extends PretextTask> extends Completion<T> {

    /** A place that is told of has so many rows of the picture, as in the paper. */
    private static final int ROWS = 4;

    @Option(
            names = "--grid",
            paramLabel = "SIDE",
            defaultValue = "10",
            description =
                    "Side of the cells of colours in the plane of a and b (default: ${DEFAULT-VALUE}).")
    private int grid = 10;

    @Option(
            names = "--anneal",
            paramLabel = "T",
            defaultValue = "0.38",
            description =
                    "Temperature of the mean of the colours in pictures that are shown: from 1,"
                            + " dull, towards 0, spotted (default: ${DEFAULT-VALUE}).")
    private double anneal = 0.38;

    @Option(
            names = "--smallest-crop",
            paramLabel = "X",
            defaultValue = "0.6",
            description = "Least share of a picture in a view (default: ${DEFAULT-VALUE}).")
    private double smallest = 0.6;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "Channels of the decoder's first convolution (default: ${DEFAULT-VALUE}).")
    private int width = 256;

    @Override
    public final String family() {
        return "adversarial";
    }

    /** From 0 to 1, because the encoder has to know the colours. */
    @Override
    final Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    @Override
    public final Views<Image> views(PictureSet pictures) {
        RandomResizedCrop crop =
                new RandomResizedCrop(pictures.size(), smallest, 1, Interpolation.BILINEAR);
        return new ImageViews(
                pictures.channels(),
                List.of(new ImagePipeline(crop, new RandomHorizontalFlip(0.5))));
    }

    /** The classes of colour. */
    final ColorGrid grid() {
        return new ColorGrid(grid);
    }

    /** The temperature of the annealed mean. */
    final double anneal() {
        return anneal;
    }

    /** From a map to scores. */
    final Sequence decoder(MapOption.Last map, PictureSet pictures, int classes) {
        int places = Math.max(map.rows(), (pictures.size() + ROWS - 1) / ROWS);
        return MapDecoder.of(width, map.rows(), places, classes);
    }

    /** Refuses grey pictures. */
    static void requireColor(String method, PictureSet pictures) {
        if (pictures.channels() != 3) {
            throw new IllegalArgumentException(
                    method + " gives colour back, and the pictures have none; take others");
        }
    }
}
