package org.selfsup.examples;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.GraphTransform;
import org.selfsup.data.EdgeSplit;
import org.selfsup.data.Graph;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on the nodes of one graph.
 *
 * @param <T> the task
 */
abstract class NodeMethod<T extends PretextTask> extends MethodCommand<Graph, NodeGraph, T> {

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "blocks-graph",
            description =
                    "blocks-graph, blocks:NODES, citation:DIR or edges:FILE (default:"
                            + " ${DEFAULT-VALUE}).")
    private String data = "blocks-graph";

    @Override
    public final String data() {
        return data;
    }

    /**
     * What is done to the graph once, before anything sees it; nothing unless the method says so.
     */
    GraphTransform prepared() {
        return GraphTransform.NONE;
    }

    /** Edges that are held out from everything; none unless the method says otherwise. */
    @Nullable EdgeSplit links(Graph whole) {
        return null;
    }

    /** What encoders are shown of the graph: itself once unless the method says otherwise. */
    List<GraphTransform> seen(Graph graph) {
        return List.of(GraphTransform.NONE);
    }

    @Override
    public final NodeGraph open() throws IOException {
        return open(data);
    }

    @Override
    public final NodeGraph open(RunSettings settings, String other) throws IOException {
        return open(other);
    }

    private NodeGraph open(String spec) throws IOException {
        NodeSet set = DataSource.nodes(spec);
        Graph whole = prepared().apply(set.graph(), Randomness.at(0));
        EdgeSplit links = links(whole);
        Graph graph = links == null ? whole : links.graph();
        return new NodeGraph(set.withGraph(graph), seen(graph), links);
    }
}
