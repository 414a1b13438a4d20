package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.selfsup.data.GraphBatch;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.GraphReconstructionLoss;

/**
 * How badly embeddings of nodes give back the edges of their graph: which pairs of nodes a graph
 * autoencoder is asked for.
 */
public enum EdgeReconstruction {

    /**
     * All pairs of nodes, edges weighted so that they count as much as all others together, as the
     * authors of GAE have it. Time and memory grow with the square of the nodes: for some 10,000.
     */
    ALL_PAIRS {
        @Override
        NDArray evaluate(Pass pass, NDArray z, NDArray links) {
            return new GraphReconstructionLoss().overAllPairs(z, links);
        }
    },

    /**
     * The edges and as many pairs without one, drawn anew in every step, as PyTorch Geometric has
     * it: for graphs of any size.
     */
    SAMPLED_PAIRS {
        @Override
        NDArray evaluate(Pass pass, NDArray z, NDArray links) {
            long[] others = others(links.toLongArray(), z.size(0), pass.random());
            NDManager manager = pass.manager();
            return new GraphReconstructionLoss()
                    .evaluate(z, links, Numbers.of(manager, others).reshape(2, -1));
        }
    };

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def links(self, edges: Tensor) -> Tensor:
                      between = torch.ne(torch.select(edges, 0, 0), torch.select(edges, 0, 1))
                      return torch.reshape(torch.masked_select(edges, between), [2, -1])
                    """);

    /**
     * The loss to minimise.
     *
     * @param pass gives the randomness of this step
     * @param z embeddings, {@code (n, d)}
     * @param graph of n nodes with an edge between two of them, in both directions; its self loops
     *     are not asked for
     * @return a scalar, reported as {@code reconstruction}
     * @throws IllegalArgumentException if there is no edge, or one between all
     */
    public NDArray evaluate(Pass pass, NDArray z, GraphBatch graph) {
        NDArray links = OPS.apply("links", graph.edges()); // (2, e)
        if (links.isEmpty()) {
            throw new IllegalArgumentException(
                    "A graph autoencoder learns from edges between nodes, but there are none");
        }
        NDArray loss = evaluate(pass, z, links);
        pass.report("reconstruction", loss);
        return loss;
    }

    abstract NDArray evaluate(Pass pass, NDArray z, NDArray links);

    /** As many pairs of different nodes as there are links, none of them linked. */
    private static long[] others(long[] links, long n, RandomGenerator random) {
        int e = links.length / 2;
        long[] keys = new long[e];
        for (int i = 0; i < e; i++) {
            keys[i] = links[e + i] * n + links[i];
        }
        Arrays.sort(keys);
        if (Arrays.stream(keys).distinct().count() == n * (n - 1)) {
            throw new IllegalArgumentException(
                    "A graph autoencoder needs pairs of nodes without an edge, but all have one");
        }
        long[] drawn = new long[2 * e];
        for (int i = 0; i < e; ) {
            long source = random.nextLong(n);
            long target = random.nextLong(n);
            if (source != target && Arrays.binarySearch(keys, target * n + source) < 0) {
                drawn[i] = source;
                drawn[e + i++] = target;
            }
        }
        return drawn;
    }
}
