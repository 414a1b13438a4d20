package org.selfsup.generative.hybrid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Valences;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.TorchScript;
import org.selfsup.generative.flow.Affine;
import org.selfsup.generative.flow.Elementwise;
import org.selfsup.generative.flow.LogScale;
import org.selfsup.generative.flow.Prior;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GraphAF: a flow that makes a graph node by node and link by link, each from what is there
 * already.
 *
 * <pre>{@code
 * z_i^X = X_i + u,  z_ij^A = A_ij + u,  u ~ U[0, 1)                              (dequantisation, eq. 4)
 * p(z_i^X | G_i)                 = N(m_X(G_i), s_X(G_i)^2)                       (eq. 5)
 * p(z_ij^A | G_i, X_i, A_i,1:j-1) = N(m_A(...), s_A(...)^2)
 * loss = -mean over graphs of sum_i ( log p(z_i^X) + sum_j<i log p(z_ij^A) ), in nats
 * }</pre>
 *
 * <p>Input: the six arrays of {@link GraphGrowth}. X_i is the kind of node i, one-hot of all kinds,
 * A_ij one-hot of two: no link or a link. The encoder embeds the nodes of the graph so far; two
 * networks of one hidden layer make mean and log scale of its embedding, and for links of the
 * embeddings of both nodes as well. All are trained; after training the encoder, which reads whole
 * graphs out, gives their representation. The likelihood is exact for the dequantised graph in one
 * order of its nodes.
 *
 * <p>A sample draws z and takes the largest of its elements; it ends with the first node that has
 * no link, which is left out. A {@link Valences} rule refuses links that it forbids, as the paper
 * resamples them: with links of one kind none is left but no link.
 *
 * <p>Differs from the paper: bonds have no kinds, as the files read here name none; the encoder has
 * no BatchNorm; links to all earlier nodes are asked for rather than the last 12; there is no
 * fine-tuning by rewards.
 *
 * <p>Use it for graphs of a few dozen nodes. A kind is modelled by independent Gaussians, so the
 * likelihood is not to be compared with that of models of the kinds themselves.
 *
 * <p>Shi et al. 2020, <a href="https://arxiv.org/abs/2001.09382">GraphAF: a Flow-based
 * Autoregressive Model for Molecular Graph Generation</a>.
 */
public final class GraphAf implements PretextTask {

    private static final int STATES = 2; // no link, a link

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def rows(self, x: Tensor, of: Tensor) -> Tensor:
                      return torch.embedding(x, of)
                    def pairs(self, g: Tensor, h: Tensor, before: Tensor, later: Tensor, earlier: Tensor) -> Tensor:
                      return torch.cat([torch.embedding(g, before), torch.embedding(h, later), torch.embedding(h, earlier)], 1)
                    def spread(self, kind: Tensor, noise: Tensor) -> Tensor:
                      return torch.add(torch.one_hot(kind, torch.size(noise, 1)), noise)
                    def sum(self, slope: Tensor) -> Tensor:
                      return torch.sum(slope, [1])
                    def total(self, x: Tensor, sample: Tensor, links: Tensor, of: Tensor) -> Tensor:
                      graphs = int(torch.item(torch.max(sample))) + 1
                      zeros = torch.new_zeros(x, [graphs])
                      return torch.index_add(torch.index_add(zeros, 0, sample, x), 0, of, links)
                    """);

    private final GraphPooling encoder;
    private final Sequence nodes;
    private final Sequence links;
    private final int kinds;
    private final Networks networks;
    private final Affine affine = new Affine();

    /**
     * Puts the parts together.
     *
     * @param encoder graphs to {@code (g, d)}, nodes to {@code (n, d)}; in the paper three graph
     *     convolutions of 128 units with ReLU, summed
     * @param kinds of nodes, at least 1
     * @param hidden units of the networks that make means and scales, 128 in the paper
     */
    public GraphAf(GraphPooling encoder, int kinds, int hidden) {
        this.encoder = encoder;
        this.kinds = kinds;
        nodes = network(hidden, kinds);
        links = network(hidden, STATES);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("nodes", nodes, graph -> embedding(graph, 1))
                        .add("links", links, graph -> embedding(graph, 3));
    }

    private static Sequence network(int hidden, int states) {
        return new Sequence()
                .add("0", Layers.linear(hidden, true))
                .add("1", Layers.reluInPlace())
                .add("2", Layers.linear(2L * states, true))
                .add("3", new LogScale());
    }

    private Shape embedding(Shape graph, int times) {
        return new Shape(1, times * encoder.getOutputShapes(new Shape[] {graph})[0].get(1));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        return logLikelihood(pass, batch).mean().neg();
    }

    /**
     * log p of every sample dequantised by libtorch's generator, in nats.
     *
     * @param batch of {@link GraphGrowth}
     * @return {@code (g)}
     */
    public NDArray logLikelihood(Pass pass, NDList batch) {
        if (batch.size() != GraphBatch.ARRAYS + 2) {
            throw new IllegalArgumentException(
                    "GraphAF learns from the six arrays of graphs as they grow, got "
                            + batch.size()
                            + "; let GraphGrowth make the views");
        }
        NDList graphs = new NDList(batch.subList(0, GraphBatch.ARRAYS));
        NDArray node = batch.get(GraphBatch.ARRAYS); // (3, n)
        NDArray link = batch.get(GraphBatch.ARRAYS + 1); // (5, m)
        NDArray h = pass.forward(encoder.nodes(), graphs).singletonOrThrow(); // (N, d)
        NDArray g = encoder.readout().apply(h, graphs.get(3)); // (S, d)
        NDArray x = pass.forward(nodes, OPS.apply("rows", g, node.get(0))); // (n, 2 kinds)
        NDArray a = pass.forward(links, pairs(g, h, link)); // (m, 4)
        return OPS.apply(
                "total",
                logDensity(pass, x, node.get(1), kinds),
                node.get(2),
                logDensity(pass, a, link.get(3), STATES),
                link.get(4));
    }

    /** Embeddings of graphs (S, d) and nodes (N, d) that links (3, m) or more name, (m, 3d). */
    static NDArray pairs(NDArray g, NDArray h, NDArray link) {
        return OPS.apply("pairs", g, h, link.get(0), link.get(1), link.get(2));
    }

    /** Of values that are dequantised here, {@code (n)}. */
    private NDArray logDensity(Pass pass, NDArray parameters, NDArray value, int states) {
        NDArray noise = pass.manager().randomUniform(0, 1, new Shape(value.size(), states));
        NDArray z = OPS.apply("spread", value, noise); // (n, states)
        Elementwise.Result epsilon = affine.inverse(z, parameters);
        NDArray slope = OPS.apply("sum", epsilon.logDerivative());
        return Prior.NORMAL.logDensity(epsilon.value()).add(slope);
    }

    /**
     * New graphs, drawn with libtorch's generator.
     *
     * @param n how many
     * @param most nodes of one at most, at least 1
     * @param rule which links are possible; null if all are
     */
    public List<Graph> sample(Pass pass, int n, int most, @Nullable Valences rule) {
        return new GraphSampler(encoder, nodes, links, kinds).sample(pass, n, most, rule);
    }
}
