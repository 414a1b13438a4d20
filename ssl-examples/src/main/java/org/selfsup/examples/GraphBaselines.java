package org.selfsup.examples;

import java.io.IOException;
import org.selfsup.data.Graph;
import org.selfsup.data.Samples;
import org.selfsup.data.Valences;

/** What is left of models that make graphs step by step if they do not look at the graph so far. */
final class GraphBaselines {

    private GraphBaselines() {}

    /**
     * Mean negative log-likelihood, in nats, of dequantised graphs under independent Gaussians: one
     * for each kind of node, and two for a link.
     *
     * @param graphs at least one, of two nodes or more
     */
    static double contextFree(Samples<Graph> graphs) throws IOException {
        double[] kinds = new double[graphs.get(0).dimension()];
        double nodes = 0;
        double links = 0;
        double pairs = 0;
        for (int i = 0; i < graphs.size(); i++) {
            Graph graph = graphs.get(i);
            int n = graph.nodes();
            for (int node = 0; node < n; node++) {
                kinds[Valences.kind(graph, node)]++;
            }
            nodes += n;
            links += graph.edges() / 2.0;
            pairs += n * (n - 1) / 2.0;
        }
        double aNode = 0;
        for (double kind : kinds) {
            aNode += entropy(kind / nodes);
        }
        double aPair = 2 * entropy(links / pairs); // no link, a link
        return (nodes * aNode + pairs * aPair) / graphs.size();
    }

    /** Of the Gaussian with the variance of a dequantised element that is 1 with probability p. */
    private static double entropy(double p) {
        return 0.5 * Math.log(2 * Math.PI * Math.E * (p * (1 - p) + 1 / 12.0));
    }
}
