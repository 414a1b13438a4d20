package org.selfsup.examples;

import java.io.IOException;
import org.selfsup.data.Graph;
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
            description = "blocks-graph or citation:DIR (default: ${DEFAULT-VALUE}).")
    private String data = "blocks-graph";

    @Override
    public final String data() {
        return data;
    }

    @Override
    public final NodeGraph open() throws IOException {
        return new NodeGraph(DataSource.nodes(data));
    }

    @Override
    public final NodeGraph open(RunSettings settings, String other) throws IOException {
        return new NodeGraph(DataSource.nodes(other));
    }
}
