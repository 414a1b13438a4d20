package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.eval.CrossValidation;
import org.selfsup.eval.Features;
import org.selfsup.report.Section;

/**
 * Many graphs that features are wanted of as wholes.
 *
 * @param set the graphs with their classes
 * @param seen what encoders are shown of a graph
 * @param train those to learn from
 * @param held those kept for figures of a method's own; probes look at all
 */
record GraphCollection(GraphSet set, GraphTransform seen, Samples<Graph> train, Samples<Graph> held)
        implements TrainingData<Graph> {

    private static final int BATCH = 128;

    /** All are learnt from. */
    GraphCollection(GraphSet set, GraphTransform seen) {
        this(set, seen, set, new Subset<>(set, new int[0]));
    }

    @Override
    public String description() {
        return set.description();
    }

    @Override
    public String fingerprint() {
        return set.fingerprint();
    }

    @Override
    public String unit() {
        return "graphs";
    }

    @Override
    public Map<String, Object> view() {
        return Map.of();
    }

    @Override
    public Views<Graph> evaluationViews() {
        return new GraphViews(seen);
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) throws IOException {
        return Map.of("graphs", features(encoder, device));
    }

    private Features features(Block encoder, Device device) throws IOException {
        return Features.extract(
                encoder, set, evaluationViews(), BATCH, device, RunSettings.loaderThreads());
    }

    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) throws IOException {
        if (!TrainingData.areClassed(set)) {
            return Optional.empty();
        }
        Features after = features(trained, device);
        CrossValidation folds = new CrossValidation(seed);
        CrossValidation.Comparison comparison =
                new CrossValidation.Comparison(
                        folds.evaluate(after), folds.evaluate(features(untrained, device)));
        Section neighbours = Neighbourhood.within(after).table(this::inWords, this::inWords);
        return Optional.of(Evaluation.of(comparison, after).withNeighbours(neighbours));
    }

    @Override
    public List<Section> views(Views<Graph> views, long seed) throws IOException {
        return GraphsSeen.sections(train(), views, seed);
    }

    private String inWords(int graph) {
        Graph shown = set.get(graph);
        return "graph %d: %d nodes, %d edges".formatted(graph, shown.nodes(), shown.edges());
    }
}
