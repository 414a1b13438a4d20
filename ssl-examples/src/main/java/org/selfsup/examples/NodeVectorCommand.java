package org.selfsup.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.data.WordVectors;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.NodeProbe;
import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.context.EpochReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that learns vectors of the nodes of a graph from its edges. */
abstract class NodeVectorCommand implements Listed, Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "blocks-graph",
            description =
                    "blocks-graph, blocks:NODES, citation:DIR or edges:FILE (default:"
                            + " ${DEFAULT-VALUE}).")
    private String data = "blocks-graph";

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Runs, each with the next seed (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Mixin private VectorOptions vectors = new VectorOptions(128);

    /** A method with its options. */
    @FunctionalInterface
    interface Learner {

        /** Learns vectors, {@code (n, d)}. */
        Features learn(Graph graph, long seed, int threads, Consumer<EpochReport> listener);
    }

    /** How long to train. */
    abstract EmbeddingTraining.Plan plan(VectorOptions vectors);

    /** The method; refuses options that are out of range. */
    abstract Learner learner(int dimension, EmbeddingTraining.Plan plan);

    @Override
    public final String family() {
        return "generative";
    }

    @Override
    public final Integer call() throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds is at least 1, got " + seeds);
        }
        PrintWriter out = spec.commandLine().getOut();
        NodeSet set = DataSource.nodes(data);
        out.println(set.description());
        EmbeddingTraining.Plan plan = plan(vectors);
        Learner learner = learner(vectors.dimension, plan);
        LibTorch.setThreads(plan.threads());
        List<NodeProbe.Comparison> found = new ArrayList<>();
        try (VectorRun run =
                new VectorRun(
                        spec, vectors, plan, data, set.fingerprint(), set.description(), "nodes")) {
            Features first =
                    labelled(
                            learner.learn(set.graph(), plan.seed(), plan.threads(), run::log), set);
            save(first, set.names(), run);
            if (set.labels() == null) {
                run.finish(Map.of(), TrainingData.NOT_PROBED, List.of(), null);
                return 0;
            }
            found.add(probe(first, set, plan.seed()));
            for (long seed = plan.seed() + 1; seed < plan.seed() + seeds; seed++) {
                out.printf("seed %d: %s%n", seed - 1, found.get(found.size() - 1).summary());
                out.flush();
                Features nodes =
                        labelled(
                                learner.learn(set.graph(), seed, plan.threads(), report -> {}),
                                set);
                found.add(probe(nodes, set, seed));
            }
            run.finish(
                    figures(found),
                    verdict(found),
                    List.of(),
                    Evaluation.of(found.get(0), first.rows(set.test()))
                            .withNeighbours(NodeGraph.neighbours(first, set)));
        }
        return 0;
    }

    private static Features labelled(Features nodes, NodeSet set) {
        return new Features(nodes.values(), nodes.dimension(), set.labels());
    }

    /** The vectors against as many random numbers. */
    private static NodeProbe.Comparison probe(Features nodes, NodeSet set, long seed) {
        float[] random = new float[nodes.values().length];
        RandomGenerator draws = Randomness.at(seed);
        for (int i = 0; i < random.length; i++) {
            random[i] = draws.nextFloat() - 0.5f;
        }
        NodeProbe probe = new NodeProbe();
        return new NodeProbe.Comparison(
                probe.evaluate(nodes, set),
                probe.evaluate(new Features(random, nodes.dimension(), set.labels()), set));
    }

    /** word2vec's text format. */
    private static void save(Features nodes, List<String> names, VectorRun run) throws IOException {
        int d = nodes.dimension();
        float[][] rows = new float[nodes.size()][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(nodes.values(), row * d, (row + 1) * d));
        new WordVectors(names, rows).saveText(run.path().resolve("vectors.txt"));
    }

    private Map<String, Object> figures(List<NodeProbe.Comparison> found) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seeds", seeds);
        figures.put("probe", figures(found, NodeProbe.Comparison::trained));
        figures.put("untrained", figures(found, NodeProbe.Comparison::untrained));
        return figures;
    }

    /** Means over the seeds. */
    private static Map<String, Double> figures(
            List<NodeProbe.Comparison> found,
            Function<NodeProbe.Comparison, LinearProbe.Result> which) {
        Spread linear = accuracy(found, which);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("linear", linear.mean());
        figures.put(
                "validation",
                found.stream()
                        .mapToDouble(each -> which.apply(each).validationAccuracy())
                        .average()
                        .orElseThrow());
        if (found.size() > 1) {
            figures.put("deviation", linear.deviation());
        }
        return figures;
    }

    private static Spread accuracy(
            List<NodeProbe.Comparison> found,
            Function<NodeProbe.Comparison, LinearProbe.Result> which) {
        return Spread.of(
                found.stream().mapToDouble(each -> which.apply(each).accuracy()).toArray());
    }

    private static String verdict(List<NodeProbe.Comparison> found) {
        if (found.size() == 1) {
            return found.get(0).summary();
        }
        return "linear %s %% (untrained %s %%), mean and deviation of %d seeds"
                .formatted(
                        accuracy(found, NodeProbe.Comparison::trained).percent(),
                        accuracy(found, NodeProbe.Comparison::untrained).percent(),
                        found.size());
    }
}
