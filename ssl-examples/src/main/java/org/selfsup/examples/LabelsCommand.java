package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.selfsup.data.Image;
import org.selfsup.data.Subset;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.Split;
import org.selfsup.train.Classifier;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The label-efficiency curve of a finished run's encoder. */
@Command(
        name = "labels",
        mixinStandardHelpOptions = true,
        description = "How far few labels go: probe and fine-tune the encoder of a run on shares.")
final class LabelsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private TrainedRun run = new TrainedRun();

    @Mixin private FineTuning tuning = new FineTuning();

    @Option(
            names = "--shares",
            paramLabel = "X,Y,...",
            split = ",",
            defaultValue = "0.01,0.1,1",
            description = "Shares of every class that have labels (default: ${DEFAULT-VALUE}).")
    private List<Double> shares = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Choices of the labels, seeds 0 to N - 1 (default: ${DEFAULT-VALUE}).")
    private int seeds = 3;

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds is at least 1, got " + seeds);
        }
        RunSettings settings = run.settings();
        if (!(run.data(settings) instanceof PictureSet pictures)) {
            throw new IllegalArgumentException(
                    "labels fine-tunes encoders of pictures, and the run learnt from "
                            + settings.data());
        }
        pictures.knownLabels(); // refuses before the work begins
        PrintWriter out = spec.commandLine().getOut();
        LabelEfficiency efficiency = new LabelEfficiency(new ArrayList<>());
        Device device = run.device();
        try (NDManager manager = LibTorch.newManager(device)) {
            Split trained = split(run.encoder(settings, pictures, manager), pictures, device);
            Split untrained = split(settings.untrainedEncoder(pictures, manager), pictures, device);
            for (double share : shares.stream().distinct().sorted().toList()) {
                for (long seed = 0; seed < seeds; seed++) {
                    Subset<Image> labelled = Subset.stratified(pictures.train(), share, seed);
                    efficiency
                            .points()
                            .add(
                                    new LabelEfficiency.Point(
                                            share,
                                            labelled.size(),
                                            seed,
                                            probe(trained, labelled, seed),
                                            probe(untrained, labelled, seed),
                                            tuned(true, settings, pictures, labelled, seed),
                                            tuned(false, settings, pictures, labelled, seed)));
                    efficiency.write(run.directory(), settings.method() + " on " + settings.data());
                }
            }
        }
        out.print(efficiency.table().text());
        out.println("Curve in " + run.directory().resolve("labels.html"));
        out.flush();
        return 0;
    }

    private static Split split(Block encoder, PictureSet pictures, Device device)
            throws IOException {
        return new Split(
                pictures.features(encoder, pictures.train(), device),
                pictures.features(encoder, pictures.data().test(), device));
    }

    private static double probe(Split split, Subset<Image> labelled, long seed) {
        Features few = split.train().rows(labelled.indices());
        return new LinearProbe(seed).evaluate(new Split(few, split.test())).accuracy();
    }

    /** Accuracy of the encoder, as it was after or before the run, trained with the labels. */
    private double tuned(
            boolean after,
            RunSettings settings,
            PictureSet pictures,
            Subset<Image> labelled,
            long seed)
            throws IOException {
        Device device = run.device();
        String stage = (after ? "fine-tuning, " : "from scratch, ") + labelled.size() + " labels";
        TrainingPlan plan = tuning.labelledPlan(labelled.size(), seed);
        try (NDManager manager = LibTorch.newManager(device)) {
            Block encoder =
                    after
                            ? run.encoder(settings, pictures, manager)
                            : settings.untrainedEncoder(pictures, manager);
            Classifier task = new Classifier(encoder, labelled.labels().orElseThrow());
            try (Pretrainer<Image> pretrainer =
                    new Pretrainer<>(task, labelled, tuning.views(pictures), plan, manager)) {
                pretrainer.listen(tuning.progress(stage)::show).run();
            }
            Features logits = pictures.features(task.classifier(), pictures.data().test(), device);
            return Classification.of(logits).accuracy();
        }
    }
}
