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
 * step updates the discriminator and then the encoder, each on draws of its own; the terms of L are
 * reported as {@code reconstruction} and {@code kl}, and {@code discriminator_accuracy} is 0.5
 * where it cannot tell. After training the means of the encoder are the embeddings of nodes.
 *
 * <p>Differs from the paper in that the encoder has one update a step, of L and the adversarial
 * term together, whose logarithm is the one that does not vanish, and the discriminator one rather
 * than several.
 *
 * <p>Use it where the embeddings are to fill their space as the prior does; links it predicts about
 * as well as the variational graph autoencoder. Known failure: a discriminator that learns much
 * faster than the encoder pushes all embeddings towards 0 and edges are forgotten.
 *
 * <p>Pan et al. 2018, <a href="https://arxiv.org/abs/1802.04407">Adversarially Regularized Graph
 * Autoencoder for Graph Embedding</a>, algorithm 1.
 */
public final class Argva implements PretextTask {

    private final Networks networks;
    private final VariationalGraphBound bound;
    private final Block discriminator;
    private final GanLoss game = new GanLoss.NonSaturating();

    /**
     * Puts the parts together.
     *
     * @param encoder q, a graph to a distribution of {@code (n, d)}; in the paper {@link
     *     VariationalGraphEncoder#gcn} of 32 and 16 units
     * @param discriminator D, {@code (n, d)} to logits {@code (n, 1)}; in the paper an MLP with
     *     hidden layers of 16 and 64
     * @param reconstruction which pairs of nodes are asked for; all in the paper
     */
    public Argva(
            VariationalGraphEncoder encoder,
            Block discriminator,
            EdgeReconstruction reconstruction) {
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
                new Objective("discriminator", discriminator, this::discriminatorLoss),
                new Objective("encoder", bound.encoder(), this::loss));
    }

    private NDArray discriminatorLoss(Pass pass, NDList batch) {
        NDArray z = bound.posterior(pass, GraphBatch.only(batch)).sample().stopGradient(); // (n, d)
        NDArray prior = pass.manager().randomNormal(z.getShape());
        NDArray real = pass.forward(discriminator, prior); // (n, 1)
        NDArray fake = pass.forward(discriminator, z);
        pass.watchLogits(real, fake);
        return game.discriminator(real, fake);
    }

    /** The encoder's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        VariationalGraphBound.Step step = bound.evaluate(pass, GraphBatch.only(batch));
        NDArray fooling = game.generator(pass.forward(discriminator, step.z()));
        pass.report("fooling", fooling);
        return step.loss().add(fooling);
    }
}
