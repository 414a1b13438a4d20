package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.Interpolation;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.augment.RandomResizedCrop;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.train.Puzzle;
import org.selfsup.train.PuzzleScore;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on puzzles made of pictures, and says how many of those made of
 * test pictures it solves.
 *
 * @param <T> the task
 */
abstract class PuzzleCommand<T extends Puzzle> extends ImageMethod<T> {

    private static final int TESTED = 2_000;

    @Option(
            names = "--smallest-crop",
            paramLabel = "X",
            defaultValue = "0.6",
            description = "Least share of a picture in a puzzle (default: ${DEFAULT-VALUE}).")
    private double smallest = 0.6;

    @Override
    public final String family() {
        return "contrastive";
    }

    /** A part of the picture, flipped or not, then what a method wants. */
    final ImagePipeline picture(PictureSet pictures, ImageTransform... wanted) {
        List<ImageTransform> transforms = new ArrayList<>();
        transforms.add(new RandomHorizontalFlip(0.5));
        transforms.addAll(List.of(wanted));
        return new ImagePipeline(
                new RandomResizedCrop(pictures.size(), smallest, 1, Interpolation.BILINEAR),
                transforms);
    }

    @Override
    public final Map<String, Object> figures(
            T task, PictureSet pictures, NDManager manager, long seed) throws IOException {
        Samples<Image> test = Subset.atMost(pictures.data().test(), TESTED, seed);
        PuzzleScore score = PuzzleScore.of(task, test, views(pictures, task), seed, manager);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("accuracy", score.accuracy());
        figures.put("chance", score.chance());
        figures.put("questions", score.questions());
        return Map.of("pretext", figures);
    }

    @Override
    public final String sentence(Map<String, ?> figures) {
        return figures.get("pretext") instanceof Map<?, ?> pretext
                        && pretext.get("accuracy") instanceof Double accuracy
                        && pretext.get("chance") instanceof Double chance
                ? String.format(
                        Locale.ROOT,
                        "Puzzles of test pictures solved %.1f %% (by chance %.1f %%)",
                        100 * accuracy,
                        100 * chance)
                : "";
    }
}
