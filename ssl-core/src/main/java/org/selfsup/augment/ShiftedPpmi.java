package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Describes every node by the nodes that random steps from it reach: rows of the shifted positive
 * pointwise mutual information. It is not random: apply it once.
 *
 * <pre>{@code
 * A = 1/hops sum_k P^k,   P = transition probabilities of a random step
 * x_ij = max(0, log(A_ij / mean_i A_ij) - log shift)
 * }</pre>
 *
 * <p>The new features are n by n, a node's number being its place: for some 10,000 nodes. A node
 * without edges has zeros.
 *
 * <p>Levy and Goldberg 2014, "Neural word embedding as implicit matrix factorization"; Cao, Lu and
 * Xu 2016, "Deep neural networks for learning graph representations".
 *
 * @param hops longest way that counts, at least 1
 * @param shift what association is above chance, at least 1; 1 leaves all of it
 */
public record ShiftedPpmi(int hops, double shift) implements GraphTransform {

    private static final int MOST = 15_000;

    /** Checks the numbers. */
    public ShiftedPpmi {
        Ranges.require(hops >= 1, "A way has at least 1 step", hops);
        Ranges.require(shift >= 1 && shift < 1e9, "The shift is at least 1", shift);
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        int n = graph.nodes();
        Ranges.require(n >= 1 && n <= MOST, "Graphs of 1 to " + MOST + " nodes are described", n);
        Graph out = graph.reversed(); // the edges into v are those that leave it in the graph
        double[] total = new double[n];
        for (int node = 0; node < n; node++) {
            for (int edge = out.offset(node); edge < out.offset(node + 1); edge++) {
                total[node] += out.weight(edge);
            }
        }
        float[] reached = new float[n * n];
        double[] means = new double[n];
        for (int node = 0; node < n; node++) {
            double[] from = new double[n];
            from[node] = 1;
            for (int hop = 0; hop < hops; hop++) {
                from = step(out, total, from);
                for (int i = 0; i < n; i++) {
                    reached[node * n + i] += (float) (from[i] / hops);
                }
            }
            for (int i = 0; i < n; i++) {
                means[i] += reached[node * n + i] / (double) n;
            }
        }
        for (int i = 0; i < reached.length; i++) {
            double ratio = reached[i] > 0 ? reached[i] / (shift * means[i % n]) : 0;
            reached[i] = ratio > 1 ? (float) Math.log(ratio) : 0;
        }
        return graph.withFeatures(n, reached);
    }

    private static double[] step(Graph out, double[] total, double[] from) {
        double[] to = new double[from.length];
        for (int node = 0; node < from.length; node++) {
            if (from[node] == 0 || total[node] == 0) {
                continue;
            }
            double share = from[node] / total[node];
            for (int edge = out.offset(node); edge < out.offset(node + 1); edge++) {
                to[out.sources()[edge]] += share * out.weight(edge);
            }
        }
        return to;
    }
}
