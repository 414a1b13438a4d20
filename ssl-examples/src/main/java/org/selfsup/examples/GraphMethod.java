package org.selfsup.examples;

import ai.djl.nn.Block;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.GraphTransform;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphSet;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on many graphs.
 *
 * @param <T> the task
 */
abstract class GraphMethod<T extends PretextTask> extends MethodCommand<Graph, GraphCollection, T> {

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            description =
                    "blocks-graph, molecules or graphs:FILE (default: the method's own, mostly"
                            + " blocks-graph).")
    private @Nullable String data;

    /** What is taken where the command line names none. */
    String usualData() {
        return "blocks-graph";
    }

    /** What encoders are shown of a graph: the graph itself unless the method says otherwise. */
    GraphTransform seen() {
        return GraphTransform.NONE;
    }

    @Override
    public final String data() {
        return data == null ? usualData() : data;
    }

    @Override
    public final GraphCollection open() throws IOException {
        return collection(DataSource.graphs(data()));
    }

    @Override
    public final GraphCollection open(RunSettings settings, String other) throws IOException {
        return collection(DataSource.graphs(other));
    }

    /** How the method sees some graphs: all of them to learn from, unless it says otherwise. */
    GraphCollection collection(GraphSet set) {
        return new GraphCollection(set, seen());
    }

    /** The encoder, of a method that looks at nodes and graphs. */
    static GraphPooling pooling(Block encoder) {
        if (encoder instanceof GraphPooling pooling) {
            return pooling;
        }
        throw new IllegalArgumentException(
                "The method needs an encoder of nodes that is read out, such as gin, got "
                        + encoder.getClass().getSimpleName());
    }
}
