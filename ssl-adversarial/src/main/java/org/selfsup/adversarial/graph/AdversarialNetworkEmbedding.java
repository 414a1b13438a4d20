package org.selfsup.adversarial.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.WalkPairViews;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.NodeTable;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.NegativeSamplingLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * ANE: embeddings of nodes keep which nodes random walks meet together, while a discriminator makes
 * them look like a draw from a prior.
 *
 * <pre>{@code
 * structure      -sum_pairs log sigmoid(v_j . G(x_i)) + sum_k log sigmoid(-v_{n_k} . G(x_i))
 * discriminator  -E_{z ~ p} log D(z) - E_i log(1 - D(G(x_i)))
 * generator      -E_i log D(G(x_i))
 * }</pre>
 *
 * <p>Input: one graph, and pairs of its nodes by {@link WalkPairViews}, as {@link
 * org.selfsup.data.Views#and} gives them. The encoder G gives {@code (n, d)} of the nodes'
 * features; each node has a vector v as context besides, which is thrown away. The prior is uniform
 * on [-1, 1] in every dimension, the discriminator gives {@code (n, 1)}. Each step updates encoder
 * and contexts for the structure, then the discriminator, then the encoder against it.
 *
 * <p>Reports {@code discriminator_accuracy}.
 *
 * <p>Use it where embeddings overfit few walks: the prior leaves no dimension empty and none out of
 * bounds. Known failure: a discriminator that always wins pulls on every embedding alike.
 *
 * <p>Dai et al. 2017, <a href="https://arxiv.org/abs/1711.07838">Adversarial Network Embedding</a>,
 * with the inductive DeepWalk of section 4.2.
 */
public final class AdversarialNetworkEmbedding implements PretextTask {

    private final Networks networks;
    private final NodeTable contexts;
    private final Block discriminator;
    private final boolean plays;
    private final NegativeSamplingLoss structure = new NegativeSamplingLoss();
    private final GanLoss game = new GanLoss.NonSaturating();
    private final double gameRate;

    /**
     * Puts the parts together.
     *
     * @param encoder G, a graph of n nodes to {@code (n, d)}
     * @param contexts v, {@code (n, d)}
     * @param discriminator D, {@code (n, d) -> (n, 1)}
     * @param gameRate learning rate of the game relative to the plan's, at least 0; with 0 there is
     *     none, which leaves inductive DeepWalk
     */
    public AdversarialNetworkEmbedding(
            Block encoder, NodeTable contexts, Block discriminator, double gameRate) {
        if (!(gameRate >= 0 && gameRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The game's learning rate is at least 0 times the plan's, got " + gameRate);
        }
        this.contexts = contexts;
        this.discriminator = discriminator;
        this.gameRate = gameRate;
        plays = gameRate > 0;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("discriminator", discriminator)
                        .add("contexts", contexts, graph -> graph);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public List<Objective> objectives() {
        Objective pairs =
                new Objective(
                        "structure",
                        new GraphSequence().add("encoder", encoder()).add("contexts", contexts),
                        this::loss);
        return plays
                ? List.of(
                        pairs,
                        new Objective("discriminator", discriminator, this::discriminatorLoss)
                                .withRate(gameRate),
                        new Objective("generator", encoder(), this::generatorLoss)
                                .withRate(gameRate))
                : List.of(pairs);
    }

    /** The structure's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        GraphBatch graph = graph(batch);
        NDArray z = embedded(pass, graph); // (n, d)
        NDArray v = pass.forward(contexts, graph.toList()).singletonOrThrow(); // (n, d)
        NDArray centres = batch.get(GraphBatch.ARRAYS).reshape(-1, 1);
        NDArray near = batch.get(GraphBatch.ARRAYS + 1);
        return structure.evaluate(z, v, centres, near, batch.get(GraphBatch.ARRAYS + 2));
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray z = embedded(pass, graph(batch)).stopGradient();
        NDArray prior = pass.manager().randomUniform(-1, 1, z.getShape());
        NDArray real = pass.forward(discriminator, prior); // (n, 1)
        NDArray fake = pass.forward(discriminator, z);
        pass.watchLogits(real, fake);
        return game.discriminator(real, fake);
    }

    private NDArray generatorLoss(Pass pass, NDList batch) {
        return game.generator(pass.forward(discriminator, embedded(pass, graph(batch))));
    }

    private NDArray embedded(Pass pass, GraphBatch graph) {
        return pass.forward(encoder(), graph.toList()).singletonOrThrow();
    }

    private static GraphBatch graph(NDList batch) {
        if (batch.size() != GraphBatch.ARRAYS + WalkPairViews.ARRAYS) {
            throw new IllegalArgumentException(
                    "ANE sees a graph of 4 arrays and pairs of 3, got %d arrays; take the views of a graph and those of walks"
                            .formatted(batch.size()));
        }
        return GraphBatch.only(batch.subNDList(0, GraphBatch.ARRAYS));
    }
}
