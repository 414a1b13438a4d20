package org.selfsup.examples;

import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.graph.Line;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns vectors of nodes from edges. */
@Command(
        name = "line",
        mixinStandardHelpOptions = true,
        description = "LINE (1503.03578): linked nodes are alike, and so are those of like links.")
final class LineCommand extends NodeVectorCommand {

    /** What is learnt, by the name it has on the command line. */
    private enum Order {
        /** Linked nodes are alike. */
        FIRST,
        /** Nodes linked to the same ones are alike. */
        SECOND,
        /** Both, side by side. */
        BOTH
    }

    @Option(
            names = "--order",
            paramLabel = "NAME",
            defaultValue = "BOTH",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Order order = Order.BOTH;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Times that as many edges are drawn as there are (default: ${DEFAULT-VALUE}).")
    private int epochs = 100;

    @Option(
            names = "--negatives",
            paramLabel = "K",
            defaultValue = "5",
            description = "Nodes drawn for each edge (default: ${DEFAULT-VALUE}).")
    private int negatives = 5;

    @Override
    EmbeddingTraining.Plan plan(VectorOptions vectors) {
        return vectors.plan(epochs, Line.Config.PAPER.learningRate());
    }

    @Override
    Learner learner(int dimension, EmbeddingTraining.Plan plan) {
        Line line =
                new Line(new Line.Config(dimension, plan.epochs(), negatives, plan.learningRate()));
        return switch (order) {
            case FIRST -> line::firstOrder;
            case SECOND -> line::secondOrder;
            case BOTH -> line::train;
        };
    }
}
