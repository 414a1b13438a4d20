package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.selfsup.data.Graph;

/**
 * Gives nodes features that tell their place in the graph and nothing else, in place of their own,
 * so that graphs of any origin can be compared.
 *
 * <pre>{@code
 * x_v = ( u_1(v), ..., u_k(v),  one-hot degree of v,  1 if v is node 0 )
 * D^-1/2 A D^-1/2 = U L U',   u_1, ..., u_k those of the largest eigenvalues, rows of length 1
 * }</pre>
 *
 * <p>Columns beyond the number of nodes are 0. An eigenvector's sign is arbitrary: its entry of
 * largest size is made positive. Degrees count edges into a node; large ones share the last column.
 * The graph is taken to be undirected. The decomposition takes time by the cube of the nodes:
 * graphs of more than {@value #MOST_NODES} nodes get no eigenvectors, but zeros in their place.
 *
 * <p>Qiu et al. 2020, <a href="https://arxiv.org/abs/2006.09963">GCC: Graph Contrastive Coding</a>,
 * section 3.2, "generalized positional embedding"; degrees go through a trained table there, which
 * is what a first linear layer makes of a one-hot vector.
 *
 * @param eigenvectors k, at least 1; 32 in the paper's code
 * @param degrees columns for the degree, at least 1; 16 in the paper's code
 */
public record PositionFeatures(int eigenvectors, int degrees) implements GraphTransform {

    /** The largest graph whose eigenvectors are computed. */
    public static final int MOST_NODES = 512;

    /** Checks the sizes. */
    public PositionFeatures {
        Ranges.require(eigenvectors >= 1, "There is at least 1 eigenvector", eigenvectors);
        Ranges.require(degrees >= 1, "There is at least 1 column for the degree", degrees);
    }

    /** How many features a node has then. */
    public int dimension() {
        return eigenvectors + degrees + 1;
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        int n = graph.nodes();
        int f = dimension();
        float[] features = new float[n * f];
        if (n > 1 && n <= MOST_NODES) {
            putPositions(graph, features, f);
        }
        for (int node = 0; node < n; node++) {
            int degree = graph.offset(node + 1) - graph.offset(node);
            features[node * f + eigenvectors + Math.min(degree, degrees - 1)] = 1;
        }
        if (n > 0) {
            features[f - 1] = 1;
        }
        return graph.withFeatures(f, features);
    }

    private void putPositions(Graph graph, float[] features, int f) {
        int n = graph.nodes();
        double[][] vectors = Jacobi.vectors(normalized(graph));
        int count = Math.min(eigenvectors, n);
        for (int node = 0; node < n; node++) {
            double square = 0;
            for (int k = 0; k < count; k++) {
                double value = vectors[k][node];
                square += value * value;
            }
            double scale = square > 1e-12 ? 1 / Math.sqrt(square) : 0;
            for (int k = 0; k < count; k++) {
                features[node * f + k] = (float) (scale * vectors[k][node]);
            }
        }
    }

    /** D^-1/2 A D^-1/2, with 0 where a node has no edge. */
    private static double[][] normalized(Graph graph) {
        int n = graph.nodes();
        double[][] a = new double[n][n];
        double[] degree = new double[n];
        for (int edge = 0; edge < graph.edges(); edge++) {
            int source = graph.sources()[edge];
            int target = graph.targets()[edge];
            a[source][target] += graph.weight(edge) / 2;
            a[target][source] += graph.weight(edge) / 2;
            degree[source] += graph.weight(edge) / 2;
            degree[target] += graph.weight(edge) / 2;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (a[i][j] != 0) {
                    a[i][j] /= Math.sqrt(degree[i] * degree[j]);
                }
            }
        }
        return a;
    }
}
