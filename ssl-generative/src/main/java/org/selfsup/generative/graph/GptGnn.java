package org.selfsup.generative.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.random.RandomGenerator;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.loss.NegativeCosineLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GPT-GNN: generate a graph node by node in a random order, first what a node is and then whom it
 * is linked to.
 *
 * <pre>{@code
 * log p(X, E) = sum_i log p(X_i, E_i | X_<i, E_<i)
 *             ~ sum_i E_o[ log p(X_i | E_i,o, X_<i, E_<i) + log p(E_i,-o | E_i,o, X_<=i, E_<i) ]   (eq. 3)
 * attributes  -mean_i cos( dec(h_i'), X_i )
 * edges       -mean log( exp(s(h_i, h_j) / t) / sum_{k in S + j} exp(s(h_i, h_k) / t) ),  (i, j) in E_-o
 * }</pre>
 *
 * <p>Input: one view of one graph of n nodes, four arrays. Every step draws an order of the nodes;
 * of the edges of a node to earlier ones a share is hidden (-o), the others are given (o). In one
 * pass the encoder sees every node twice, as one of known features, whose embedding is h_i, and as
 * one of none, h_i'; messages run from earlier nodes of known features along given edges only, so
 * that nothing a node has to tell reaches it. The decoder makes of {@code (n, d)} features {@code
 * (n, f)}; the matcher takes h_i to {@code (m, d)}, which is compared by its cosine s with h of the
 * node it is linked to and of others. All are trained; after training the encoder gives the
 * representation of nodes from the whole graph.
 *
 * <p>Differs from the paper: nodes and edges are of one kind each; a node of unknown features has
 * zeros rather than a learnt token, so that bags of words stay sparse; attributes are compared by
 * cosine, edges by cosine with a temperature; other nodes S are drawn from the whole graph, which
 * is at hand in every step, rather than from a queue of earlier parts of a graph too large to be;
 * and messages from later nodes, which the authors' code lets through, are not.
 *
 * <p>Use it where nodes have features that neighbours tell of. Training sees thinner graphs than
 * evaluation does.
 *
 * <p>Hu et al. 2020, <a href="https://arxiv.org/abs/2006.15437">GPT-GNN: Generative Pre-Training of
 * Graph Neural Networks</a>.
 */
public final class GptGnn implements PretextTask {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def twice(self, x: Tensor) -> Tensor:
                      return torch.cat([x, torch.zeros_like(x)])
                    def messages(self, edges: Tensor, weights: Tensor, observed: Tensor, x: Tensor) -> Tuple[Tensor, Tensor]:
                      given = torch.index_select(edges, 1, observed)
                      source = torch.select(given, 0, 0)
                      target = torch.select(given, 0, 1)
                      unseen = torch.add(target, torch.size(x, 0))
                      both = torch.stack([torch.cat([source, source]), torch.cat([target, unseen])])
                      weight = torch.index_select(weights, 0, observed)
                      return (both, torch.cat([weight, weight]))
                    def ends(self, h: Tensor, edges: Tensor, hidden: Tensor) -> Tuple[Tensor, Tensor]:
                      asked = torch.index_select(edges, 1, hidden)
                      earlier = torch.embedding(h, torch.select(asked, 0, 0))
                      return (torch.embedding(h, torch.select(asked, 0, 1)), earlier)
                    def rows(self, h: Tensor, of: Tensor) -> Tensor:
                      return torch.embedding(h, of)
                    """);

    /**
     * What makes the task.
     *
     * @param hidden share of a node's edges to earlier ones that it has to find, above 0 to 1
     * @param negatives other nodes that a link is told from, at least 1
     * @param temperature t, positive
     */
    public record Config(double hidden, int negatives, float temperature) {

        /** Half of the edges, as the authors' code has it, and 255 others. */
        public static final Config PAPER = new Config(0.5, 255, 0.2f);

        /** Checks the ranges; the temperature is checked by the loss. */
        public Config {
            if (!(hidden > 0 && hidden <= 1) || negatives < 1) {
                throw new IllegalArgumentException(
                        "GPT-GNN hides a share of edges above 0 to 1 and tells them from at least 1 node, got %s and %d"
                                .formatted(hidden, negatives));
            }
        }
    }

    private final Networks networks;
    private final Block encoder;
    private final Block decoder;
    private final Block matcher;
    private final Config config;
    private final InfoNceLoss links;
    private final NegativeCosineLoss attributes = new NegativeCosineLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder a graph to {@code (n, d)}
     * @param decoder {@code (n, d) -> (n, f)}
     * @param matcher {@code (m, d) -> (m, d)}; a linear layer in the paper
     * @param config how much is hidden, and what from
     */
    public GptGnn(Block encoder, Block decoder, Block matcher, Config config) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.matcher = matcher;
        this.config = config;
        links = new InfoNceLoss(config.temperature());
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("matcher", matcher)
                        .add("decoder", decoder);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        GraphBatch graph = GraphBatch.only(batch);
        NDArray x = graph.features(); // (n, f)
        int n = Math.toIntExact(x.size(0));
        RandomGenerator random = pass.random();
        GenerationOrder order =
                GenerationOrder.draw(graph.edges().toLongArray(), n, config.hidden(), random);
        NDArray both = embed(pass, graph, order); // (2n, d)
        NDArray h = both.get("0:{}", n);
        NDArray unseen = both.get("{}:", n);
        pass.watch(h);
        NDArray told = attributes.evaluate(pass.forward(decoder, unseen), x);
        pass.report("attributes", told);
        if (order.hidden().length == 0) {
            return told;
        }
        NDManager manager = pass.manager();
        NDList ends = OPS.call("ends", h, graph.edges(), Numbers.of(manager, order.hidden()));
        long[] others = random.longs(config.negatives(), 0, n).toArray();
        NDArray negatives = OPS.apply("rows", h, Numbers.of(manager, others)); // (k, d)
        NDArray found = links.evaluate(pass.forward(matcher, ends.get(0)), ends.get(1), negatives);
        pass.report("edges", found);
        return told.add(found);
    }

    /**
     * Embeddings of the nodes as they are known once generated, then as they are known before.
     *
     * @return {@code (2n, d)}
     */
    NDArray embed(Pass pass, GraphBatch graph, GenerationOrder order) {
        NDArray x = graph.features();
        NDArray observed = Numbers.of(pass.manager(), order.observed());
        NDList messages = OPS.call("messages", graph.edges(), graph.weights(), observed, x);
        NDList inputs = new NDList(OPS.apply("twice", x));
        inputs.addAll(messages);
        return pass.forward(encoder, inputs).singletonOrThrow();
    }
}
