package org.selfsup.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Interpolation;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.augment.RandomResizedCrop;
import org.selfsup.train.Adam;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of the commands that train a network with some labels. */
final class FineTuning {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--tuning-steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "Steps with labels (default: ${DEFAULT-VALUE}).")
    private long tuningSteps = 200;

    @Option(
            names = "--flip",
            negatable = true,
            description = "Flip pictures left to right (default: those in colour).")
    private @Nullable Boolean flip;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Samples a step, with labels at most all (default: ${DEFAULT-VALUE}).")
    private int batch = 128;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "1e-3",
            description = "Of Adam, falls along a cosine (default: ${DEFAULT-VALUE}).")
    private double learningRate = 1e-3;

    /** Crops, and flips where left and right are alike. */
    ImageViews views(PictureSet pictures) {
        List<ImageTransform> transforms = new ArrayList<>();
        if (flip == null ? pictures.channels() == 3 : flip) {
            transforms.add(new RandomHorizontalFlip(0.5));
        }
        transforms.add(pictures.normalize());
        RandomResizedCrop crop =
                new RandomResizedCrop(pictures.size(), 0.5, 1, Interpolation.BILINEAR);
        return new ImageViews(pictures.channels(), List.of(new ImagePipeline(crop, transforms)));
    }

    /** Trains with the labels of so many samples. */
    TrainingPlan labelledPlan(int labelled, long seed) {
        return plan(tuningSteps, Math.min(batch, labelled), seed);
    }

    /** Trains on all samples. */
    TrainingPlan plan(long steps, long seed) {
        return plan(steps, batch, seed);
    }

    private TrainingPlan plan(long steps, int samples, long seed) {
        return new TrainingPlan(
                        steps, samples, new Adam(), Schedule.warmUpCosine(learningRate, 0, steps))
                .withSeed(seed);
    }

    /** Shows how a stage gets on. */
    Progress progress(String stage) {
        PrintWriter out = spec.commandLine().getOut();
        return new Progress(stage, batch, "images", out);
    }
}
