package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.selfsup.contrastive.graph.M3s;
import org.selfsup.data.NodeSet;
import org.selfsup.encoder.GcnLayer;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Layers;
import org.selfsup.engine.LibTorch;
import org.selfsup.report.Section;
import org.selfsup.train.Adam;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Labels nodes stage by stage; and the same labels without. */
@Command(
        name = "m3s",
        mixinStandardHelpOptions = true,
        description =
                "M3S (1902.11038): of few labelled nodes to more, stage by stage, checked by"
                        + " clusters.")
final class M3sCommand implements Callable<Integer> {

    private static final List<String> COLUMNS =
            List.of("training", "test %", "validation %", "labels", "right labels %");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "blocks-graph",
            description = "blocks-graph or citation:DIR (default: ${DEFAULT-VALUE}).")
    private String data = "blocks-graph";

    @Option(
            names = "--labels",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Training nodes of each class whose labels are used (default:"
                            + " ${DEFAULT-VALUE}).")
    private int labels = 4;

    @Option(
            names = "--stages",
            paramLabel = "N",
            defaultValue = "4",
            description = "Trainings, each with more labels (default: ${DEFAULT-VALUE}).")
    private int stages = 4;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "200",
            description = "Steps of a stage (default: ${DEFAULT-VALUE}).")
    private long steps = 200;

    @Option(
            names = "--clusters",
            paramLabel = "K",
            defaultValue = "200",
            description = "Of the embeddings (default: ${DEFAULT-VALUE}).")
    private int clusters = 200;

    @Option(
            names = "--added",
            paramLabel = "T",
            defaultValue = "20",
            description = "Nodes of each class that a stage looks at (default: ${DEFAULT-VALUE}).")
    private int added = 20;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "64",
            description = "Units of the network's first layer (default: ${DEFAULT-VALUE}).")
    private int hidden = 64;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Before the network's second layer (default: ${DEFAULT-VALUE}).")
    private float dropout = 0.5f;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "1e-2",
            description = "Of Adam (default: ${DEFAULT-VALUE}).")
    private double learningRate = 1e-2;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            defaultValue = "5e-4",
            description = "Of Adam (default: ${DEFAULT-VALUE}).")
    private double weightDecay = 5e-4;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Same seed, same result (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Runs, each with the next seed and other labelled nodes (default:"
                            + " ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds is at least 1, got " + seeds);
        }
        M3s.Config config = new M3s.Config(stages, clusters, added);
        M3s.Config once = new M3s.Config(1, clusters, added);
        PrintWriter out = spec.commandLine().getOut();
        Device device = engine.open();
        NodeSet all = DataSource.nodes(data);
        out.println(all.description());
        List<M3s.Stage> alone = new ArrayList<>();
        List<List<M3s.Stage>> runs = new ArrayList<>();
        for (long run = seed; run < seed + seeds; run++) {
            NodeSet few = all.labelled(labels, run);
            alone.addAll(train(once, stages * steps, few, run, device));
            runs.add(train(config, steps, few, run, device));
            out.printf("seed %d, %d nodes have labels%n", run, few.train().length);
            out.flush();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("once, %d steps".formatted(stages * steps), alone));
        for (int i = 0; i < stages; i++) {
            int stage = i;
            String name = i == 0 ? "once, %d steps".formatted(steps) : "m3s, stage " + (i + 1);
            rows.add(row(name, runs.stream().map(run -> run.get(stage)).toList()));
        }
        out.print(new Section.Table("", COLUMNS, rows).text());
        out.flush();
        return 0;
    }

    private List<M3s.Stage> train(
            M3s.Config config, long steps, NodeSet few, long seed, Device device)
            throws IOException {
        M3s method =
                new M3s(
                        GraphEncoders.gcn(hidden),
                        new GraphSequence()
                                .add("dropout", Layers.dropout(dropout))
                                .add("conv", new GcnLayer(few.knownLabels().names().size())),
                        config);
        TrainingPlan plan =
                new TrainingPlan(
                                steps,
                                1,
                                new Adam(0.9, 0.999, 1e-8, weightDecay),
                                Schedule.constant(learningRate))
                        .withSeed(seed);
        try (NDManager manager = LibTorch.newManager(device)) {
            return method.run(few, plan, manager);
        }
    }

    private static List<String> row(String name, List<M3s.Stage> each) {
        return List.of(
                name,
                percent(each, stage -> stage.test().accuracy()),
                percent(each, stage -> stage.validation().accuracy()),
                String.valueOf(each.stream().mapToInt(M3s.Stage::labelled).sum() / each.size()),
                percent(each, stage -> 1 - (double) stage.wrong() / stage.labelled()));
    }

    private static String percent(List<M3s.Stage> each, ToDoubleFunction<M3s.Stage> share) {
        return Spread.of(each.stream().mapToDouble(share).toArray()).percent();
    }
}
