package org.selfsup.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.selfsup.data.AliasTable;
import org.selfsup.data.Graph;
import org.selfsup.data.RandomWalks;
import org.selfsup.data.Views;

/**
 * Pairs of nodes that random walks over one graph meet near each other, with others to tell them
 * from: what skip-gram learns of a graph. Stands behind a view of the graph itself, see {@link
 * Views#and}.
 *
 * <p>A batch of 1 is three arrays of type INT64: centres {@code (m)}, the node met near each {@code
 * (m)}, and K sampled nodes for each {@code (m, K)}, drawn by degree to the power of 3/4. m is the
 * number of pairs within the window on all walks of this step.
 *
 * @param walks from nodes drawn at random, at least 1
 * @param length nodes in a walk, at least 2
 * @param window largest distance of a pair on its walk, at least 1
 * @param negatives K, at least 1
 */
public record WalkPairViews(int walks, int length, int window, int negatives)
        implements Views<Graph> {

    /** How many arrays a batch takes. */
    public static final int ARRAYS = 3;

    /** Checks the numbers. */
    public WalkPairViews {
        Ranges.require(walks >= 1, "There is at least 1 walk", walks);
        Ranges.require(length >= 2, "A walk has at least 2 nodes", length);
        Ranges.require(window >= 1, "A window reaches at least 1 node far", window);
        Ranges.require(negatives >= 1, "There is at least 1 node to tell from", negatives);
    }

    @Override
    public Batch<Graph> batch(int n) {
        Ranges.require(n == 1, "Walks go over the one graph of a batch of 1", n);
        return new Pairs();
    }

    private final class Pairs implements Batch<Graph> {

        private long[] centres = {};
        private long[] contexts = {};
        private long[] others = {};

        @Override
        public void put(int slot, Graph graph, RandomGenerator random) {
            Ranges.require(graph.edges() > 0, "Walks go along edges", graph);
            RandomWalks paths = new RandomWalks(graph);
            double[] weights = new double[graph.nodes()];
            for (int node = 0; node < weights.length; node++) {
                weights[node] = Math.pow(graph.offset(node + 1) - graph.offset(node), 0.75);
            }
            AliasTable noise = new AliasTable(weights);
            LongStream.Builder from = LongStream.builder();
            LongStream.Builder to = LongStream.builder();
            for (int walk = 0; walk < walks; ) {
                int[] path = paths.walk(random.nextInt(graph.nodes()), length, random);
                walk += path.length > 1 ? 1 : 0; // a node without edges leads nowhere
                for (int i = 0; i < path.length; i++) {
                    int last = Math.min(path.length - 1, i + window);
                    for (int j = Math.max(0, i - window); j <= last; j++) {
                        if (j != i) {
                            from.add(path[i]);
                            to.add(path[j]);
                        }
                    }
                }
            }
            centres = from.build().toArray();
            contexts = to.build().toArray();
            others = new long[centres.length * negatives];
            for (int i = 0; i < others.length; i++) {
                others[i] = noise.draw(random);
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDArray negative = manager.create(others, new Shape(centres.length, negatives));
            return new NDList(manager.create(centres), manager.create(contexts), negative);
        }
    }
}
