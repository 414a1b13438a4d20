package org.selfsup.examples;

import org.selfsup.augment.DropEdges;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.MaskFeatures;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on two views of the nodes of one graph, in which edges are dropped
 * and features masked.
 *
 * @param <T> the task
 */
abstract class NodeContrast<T extends PretextTask> extends NodeMethod<T> {

    @Option(
            names = "--drop-edges",
            paramLabel = "P,P",
            split = ",",
            arity = "1",
            defaultValue = "0.2,0.4",
            description = "Share of edges each view lacks (default: ${DEFAULT-VALUE}).")
    private double[] dropEdges = {0.2, 0.4};

    @Option(
            names = "--mask-features",
            paramLabel = "P,P",
            split = ",",
            arity = "1",
            defaultValue = "0.3,0.4",
            description = "Share of features each view lacks (default: ${DEFAULT-VALUE}).")
    private double[] maskFeatures = {0.3, 0.4};

    @Override
    public final String family() {
        return "contrastive";
    }

    @Override
    public final GraphViews views(NodeGraph graph) {
        if (dropEdges.length != 2 || maskFeatures.length != 2) {
            throw new IllegalArgumentException(
                    "--drop-edges and --mask-features take a share for each of the two views, such as"
                            + " 0.2,0.4");
        }
        return new GraphViews(view(0), view(1));
    }

    private GraphTransform view(int i) {
        return new DropEdges(dropEdges[i]).then(new MaskFeatures(maskFeatures[i]));
    }
}
