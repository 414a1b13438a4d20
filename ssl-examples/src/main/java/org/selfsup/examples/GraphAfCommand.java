package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.GraphTransform;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphSet;
import org.selfsup.data.Randomness;
import org.selfsup.data.Subset;
import org.selfsup.data.Valences;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Likelihood;
import org.selfsup.generative.hybrid.GraphAf;
import org.selfsup.generative.hybrid.GraphGrowth;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains GraphAF on molecules. */
@Command(
        name = "graphaf",
        mixinStandardHelpOptions = true,
        description = "GraphAF (2001.09382): a flow makes molecules atom by atom and bond by bond.")
final class GraphAfCommand extends GraphMethod<GraphAf> {

    /** One graph in so many is held out, to tell the likelihood of. */
    private static final int HELD = 10;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "64",
            description = "Units of all layers (default: ${DEFAULT-VALUE}).")
    private int hidden = 64;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Graph convolutions (default: ${DEFAULT-VALUE}).")
    private int layers = 3;

    @Option(
            names = "--generated",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Graphs that are made in the end, with and without the rule (default:"
                            + " ${DEFAULT-VALUE}).")
    private int generated = 100;

    @Option(
            names = "--valences",
            paramLabel = "N,N,...",
            split = ",",
            arity = "1",
            description =
                    "Neighbours that an atom of each kind has at most (default: as in the data).")
    private @Nullable List<Integer> valences;

    @Override
    public String family() {
        return "generative";
    }

    @Override
    String usualData() {
        return "molecules";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, 32);
    }

    @Override
    GraphCollection collection(GraphSet set) {
        int[] order = Randomness.permutation(set.size(), Randomness.at(seed()));
        int held = Math.max(1, set.size() / HELD);
        return new GraphCollection(
                set,
                GraphTransform.NONE,
                new Subset<>(set, Arrays.copyOfRange(order, held, order.length)),
                new Subset<>(set, Arrays.copyOf(order, held)));
    }

    @Override
    public Views<Graph> views(GraphCollection graphs) {
        return new GraphGrowth();
    }

    @Override
    public Block encoder(String name, GraphCollection graphs) {
        long[] units = new long[layers];
        Arrays.fill(units, hidden);
        return new GraphPooling(GraphEncoders.gcnRelu(units), Readout.SUM);
    }

    @Override
    public GraphAf task(Block encoder, int features, GraphCollection graphs, long steps) {
        return new GraphAf(pooling(encoder), kinds(graphs), hidden);
    }

    private static int kinds(GraphCollection graphs) {
        return graphs.set().get(0).dimension();
    }

    @Override
    public Map<String, Object> figures(
            GraphAf task, GraphCollection graphs, NDManager manager, long seed) throws IOException {
        Valences rule = rule(graphs.set());
        int most = graphs.set().graphs().stream().mapToInt(Graph::nodes).max().orElseThrow();
        Map<String, Object> figures = new LinkedHashMap<>();
        Likelihood likelihood =
                Likelihood.measure(
                        graphs.held(),
                        new GraphGrowth(),
                        usual().batch(),
                        seed,
                        manager.getDevice(),
                        (batch, rows) ->
                                task.logLikelihood(
                                        new Pass(batch.head().getManager(), false, 0, 1), batch));
        figures.put("nll_nats", likelihood.nats());
        figures.put("context_free_nats", GraphBaselines.contextFree(graphs.train()));
        try (NDManager scratch = manager.newSubManager()) {
            Pass pass = new Pass(scratch, false, 0, 1);
            LibTorch.seed(seed);
            List<Graph> free = task.sample(pass, generated, most, null);
            List<Graph> ruled = task.sample(pass, generated, most, rule);
            figures.put("validity", share(ruled, rule));
            figures.put("validity_without_rule", share(free, rule));
            figures.put("generated_nodes", nodes(ruled));
            figures.put("data_nodes", nodes(graphs.set().graphs()));
        }
        return figures;
    }

    private Valences rule(GraphSet set) {
        Valences rule = valences == null ? Valences.of(set.graphs()) : new Valences(valences);
        if (rule.most().size() != set.get(0).dimension()) {
            throw new IllegalArgumentException(
                    "--valences takes a number for each of the %d kinds of nodes, got %d"
                            .formatted(set.get(0).dimension(), rule.most().size()));
        }
        return rule;
    }

    private static double share(List<Graph> graphs, Valences rule) {
        return graphs.stream().filter(rule::allow).count() / (double) graphs.size();
    }

    private static double nodes(List<Graph> graphs) {
        return graphs.stream().mapToInt(Graph::nodes).average().orElseThrow();
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "Graphs held out: negative log-likelihood %.1f nats (%.1f without looking at"
                                + " the graph so far).%nOf %d new graphs, %.1f nodes each, %.0f %%"
                                + " keep the valences; %.0f %% without the rule.",
                        Method.number(figures, "nll_nats"),
                        Method.number(figures, "context_free_nats"),
                        generated,
                        Method.number(figures, "generated_nodes"),
                        100 * Method.number(figures, "validity"),
                        100 * Method.number(figures, "validity_without_rule"));
    }
}
