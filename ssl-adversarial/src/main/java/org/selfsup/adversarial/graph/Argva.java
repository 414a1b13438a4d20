package org.selfsup.adversarial.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.VariationalGraphEncoder;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.VariationalGraphBound;

/**
 * Adversarially regularised variational graph autoencoder: embeddings give back the edges of their
 * graph, and a discriminator cannot tell them from draws of the prior.
 *
 * <pre>{@code
 * min_q  L(q) - E log D(z),   z ~ q(Z|X,A),   L the variational graph autoencoder's bound
 * max_D  E log D(z'),  z' ~ N(0, 1)   +   E log(1 - D(z))
 * }</pre>
 *
 * <p>Input: one view of one graph, four arrays, without the edges that are to be predicted. Each
 * step updates the encoder for L, the discriminator, and the encoder against it, each on draws of
 * its own and by an optimizer of its own; the terms of L are reported as {@code reconstruction} and
 * {@code kl}, and {@code discriminator_accuracy} is 0.5 where it cannot tell. After training the
 * means of the encoder are the embeddings of nodes.
 *
 * <p>Differs from the paper in that the discriminator has one update a step rather than several,
 * and the encoder's logarithm is the one that does not vanish.
 *
 * <p>Use it where the embeddings are to look like the prior; links it predicts about as well as the
 * variational graph autoencoder. Known failure: in one loss with the bound the game costs links,
 * which is why it has its own, slower updates.
 *
 * <p>Pan et al. 2018, <a href="https://arxiv.org/abs/1802.04407">Adversarially Regularized Graph
 * Autoencoder for Graph Embedding</a>, algorithm 1.
 */
public final class Argva implements PretextTask {

    private final Networks networks;
    private final VariationalGraphBound bound;
    private final Block discriminator;
    private final double gameRate;
    private final GanLoss game = new GanLoss.NonSaturating();

    /**
     * Puts the parts together.
     *
     * @param encoder q, a graph to a distribution of {@code (n, d)}; in the paper {@link
     *     VariationalGraphEncoder#gcn} of 32 and 16 units
     * @param discriminator D, {@code (n, d)} to logits {@code (n, 1)}; in the paper an MLP with
     *     hidden layers of 16 and 64
     * @param reconstruction which pairs of nodes are asked for; all in the paper
     * @param gameRate learning rate of the game relative to the bound's, above 0
     */
    public Argva(
            VariationalGraphEncoder encoder,
            Block discriminator,
            EdgeReconstruction reconstruction,
            double gameRate) {
        this.gameRate = gameRate;
        this.discriminator = discriminator;
        bound = new VariationalGraphBound(encoder, reconstruction);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add(
                                "discriminator",
                                discriminator,
                                graph -> encoder.getOutputShapes(new Shape[] {graph})[0]);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From a graph to the means of the nodes' distributions, {@code (n, d)}. */
    @Override
    public Block encoder() {
        return bound.encoder().means();
    }

    @Override
    public List<Objective> objectives() {
        return List.of(
                new Objective("encoder", bound.encoder(), this::loss),
                new Objective("discriminator", discriminator, this::discriminatorLoss)
                        .withRate(gameRate),
                new Objective("generator", bound.encoder(), this::generatorLoss)
                        .withRate(gameRate));
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray z = bound.posterior(pass, GraphBatch.only(batch)).sample().stopGradient(); // (n, d)
        NDArray prior = pass.manager().randomNormal(z.getShape());
        NDArray real = pass.forward(discriminator, prior); // (n, 1)
        NDArray fake = pass.forward(discriminator, z);
        pass.watchLogits(real, fake);
        return game.discriminator(real, fake);
    }

    private NDArray generatorLoss(Pass pass, NDList batch) {
        NDArray z = bound.posterior(pass, GraphBatch.only(batch)).sample(); // (n, d)
        return game.generator(pass.forward(discriminator, z));
    }

    /** The bound. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        return bound.evaluate(pass, GraphBatch.only(batch)).loss();
    }
}
