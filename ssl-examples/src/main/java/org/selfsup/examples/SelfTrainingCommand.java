package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.contrastive.instance.SimClr;
import org.selfsup.contrastive.semisupervised.Distillation;
import org.selfsup.contrastive.semisupervised.SelfTraining;
import org.selfsup.data.Image;
import org.selfsup.data.Subset;
import org.selfsup.encoder.BatchNorm;
import org.selfsup.encoder.Encoders;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Classification;
import org.selfsup.loss.DistillationLoss;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.report.Section;
import org.selfsup.train.Classifier;
import org.selfsup.train.Pretrainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pre-trains, fine-tunes on few labels, distils; and the same labels without pre-training. */
@Command(
        name = "selftraining",
        mixinStandardHelpOptions = true,
        description =
                "SimCLR v2's recipe (2006.10029): pre-train, fine-tune on few labels, distil.")
final class SelfTrainingCommand implements Callable<Integer> {

    private static final int PROJECTION = 128;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private FineTuning tuning = new FineTuning();

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "shapes",
            description = "Pictures with labels, as for simclr (default: ${DEFAULT-VALUE}).")
    private String data = "shapes";

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Rows and columns of a view (default: the pictures' own, at most 224).")
    private @Nullable Integer size;

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            defaultValue = "convnet",
            description = "The teacher's (default: ${DEFAULT-VALUE}).")
    private String encoder = "convnet";

    @Option(
            names = "--from",
            paramLabel = "RUN",
            description =
                    "Take encoder and pictures of a finished run (default: pre-train by SimCLR and"
                            + " keep its projector's first layer).")
    private @Nullable Path from;

    @Option(
            names = "--student",
            paramLabel = "NAME",
            description = "The student's encoder (default: the teacher's).")
    private @Nullable String student;

    @Option(
            names = "--labels",
            paramLabel = "X",
            defaultValue = "0.01",
            description = "Share of every class whose labels are used (default: ${DEFAULT-VALUE}).")
    private double labels = 0.01;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "300",
            description = "Steps of pre-training (default: ${DEFAULT-VALUE}).")
    private long steps = 300;

    @Option(
            names = "--distillation-steps",
            paramLabel = "N",
            defaultValue = "300",
            description = "Steps of the student (default: ${DEFAULT-VALUE}).")
    private long distillationSteps = 300;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "1",
            description = "Of teacher and student (default: ${DEFAULT-VALUE}).")
    private double temperature = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Same seed, same result (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Device where = engine.open();
        try (NDManager manager = LibTorch.newManager(where)) {
            @Nullable FinishedRun<PictureSet, ?> run =
                    from == null ? null : FinishedRun.ofPictures(from, manager);
            PictureSet pictures = run == null ? PictureSet.open(data, size) : run.data();
            String name = run == null ? pictures.encoderName(encoder) : run.settings().encoder();
            pictures.knownLabels(); // refuses before the work begins
            Subset<Image> labelled = Subset.stratified(pictures.train(), labels, seed);
            out.println(pictures.description());
            out.printf("%d pictures have labels%n", labelled.size());

            Classifier scratch =
                    training(pictures, labelled, "from scratch")
                            .fineTune(Encoders.create(name), labelled, manager);
            List<String> baseline =
                    row("supervised, same labels", scratch.classifier(), pictures, where);

            Block pretrained =
                    run == null ? pretrained(name, pictures, manager) : run.task().encoder();
            Classifier teacher =
                    training(pictures, labelled, "fine-tuning")
                            .fineTune(pretrained, labelled, manager);
            List<String> tuned = row("fine-tuned", teacher.classifier(), pictures, where);

            String small = student == null ? name : pictures.encoderName(student);
            Distillation taught =
                    training(pictures, labelled, "student")
                            .distil(teacher, Encoders.create(small), manager);
            List<String> last = row("student " + small, taught.student(), pictures, where);

            List<String> columns = List.of("classifier", "test accuracy %", "parameters");
            out.print(new Section.Table("", columns, List.of(baseline, tuned, last)).text());
            out.flush();
        }
        return 0;
    }

    /** What is shown of a classifier. */
    private static List<String> row(
            String name, Block classifier, PictureSet pictures, Device device) throws IOException {
        Classification test =
                Classification.of(pictures.features(classifier, pictures.data().test(), device));
        long count =
                StateDict.parameters(classifier).values().stream()
                        .filter(Parameter::requiresGradient)
                        .mapToLong(parameter -> parameter.getShape().size())
                        .sum();
        return List.of(
                name,
                String.format(Locale.ROOT, "%.2f", 100 * test.accuracy()),
                String.format(Locale.ROOT, "%,d", count));
    }

    /** An encoder with the first layer of its projector, trained by SimCLR. */
    private Block pretrained(String name, PictureSet pictures, NDManager manager)
            throws IOException {
        Block network = Encoders.create(name);
        int features = (int) network.getOutputShapes(pictures.shapes())[0].get(1);
        Block first =
                new Sequence()
                        .add("linear", Layers.linear(features, false))
                        .add("norm", new BatchNorm())
                        .add("relu", Layers.reluInPlace());
        Sequence projector =
                new Sequence()
                        .add("first", first)
                        .add("rest", Heads.mlp(Heads.Norm.HIDDEN, features, PROJECTION));
        ImageViews views =
                new SimClrAugmentation(
                                pictures.size(),
                                pictures.channels(),
                                0.5,
                                false,
                                pictures.normalize())
                        .views();
        try (Pretrainer<Image> pretrainer =
                new Pretrainer<>(
                        new SimClr(network, projector, new NtXentLoss(0.5f)),
                        pictures.train(),
                        views,
                        tuning.plan(steps, seed),
                        manager)) {
            pretrainer.listen(tuning.progress("pre-training")::show).run();
        }
        return new Sequence().add("encoder", network).add("first", first);
    }

    private SelfTraining<Image> training(
            PictureSet pictures, Subset<Image> labelled, String stage) {
        return new SelfTraining<>(
                        pictures.train(),
                        tuning.views(pictures),
                        new SelfTraining.Config(
                                tuning.labelledPlan(labelled.size(), seed),
                                tuning.plan(distillationSteps, seed),
                                new DistillationLoss(temperature)))
                .listen(tuning.progress(stage)::show);
    }
}
