package org.selfsup.augment;

import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/** A change of one graph, random or not. Instances keep no state and serve many threads. */
@FunctionalInterface
public interface GraphTransform {

    /** The graph as it is. */
    GraphTransform NONE = (graph, random) -> graph;

    /**
     * Makes a changed graph.
     *
     * @param graph not changed; the result may share its arrays
     * @param random the only source of randomness
     */
    Graph apply(Graph graph, RandomGenerator random);

    /** This transform, then another. */
    default GraphTransform then(GraphTransform next) {
        return (graph, random) -> next.apply(apply(graph, random), random);
    }

    /**
     * One of several transforms for each graph, all equally likely.
     *
     * @param choices at least one
     */
    static GraphTransform oneOf(GraphTransform... choices) {
        Ranges.require(choices.length >= 1, "There is at least one transform to choose", "none");
        List<GraphTransform> fixed = List.of(choices);
        return (graph, random) -> fixed.get(random.nextInt(fixed.size())).apply(graph, random);
    }
}
