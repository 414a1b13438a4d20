package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * S2GRL: tell from the embeddings of two nodes how many steps they are apart.
 *
 * <pre>{@code
 * L = - mean over pairs log softmax( w(|h_i - h_j|) )[hops(i, j)],   h = f(X, A)
 * }</pre>
 *
 * <p>Input: one view of one graph, four arrays. The encoder f gives {@code (N, d)}, the classifier
 * w {@code (pairs, classes)}: one step apart, two, ..., and further or not linked at all. Both are
 * trained; after training f gives the representation of nodes.
 *
 * <p>Every step draws nodes at random, and for each a partner of every class, so that all classes
 * weigh the same; the paper takes all nodes and more partners of each. Distances are found anew in
 * every step, in time of {@code anchors} times the edges within reach.
 *
 * <p>Use it where place in the graph tells classes. Where most nodes are a few steps from one
 * another, the classes mean little.
 *
 * <p>Peng et al. 2020, <a href="https://arxiv.org/abs/2003.01604">Self-Supervised Graph
 * Representation Learning via Global Context Prediction</a>.
 */
public final class S2Grl implements PretextTask {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def apart(self, h: Tensor, i: Tensor, j: Tensor) -> Tensor:
                      return torch.abs(torch.sub(torch.embedding(h, i), torch.embedding(h, j)))
                    """);

    private final Networks networks;
    private final Block encoder;
    private final Block classifier;
    private final int classes;
    private final int anchors;
    private final ClassificationLoss loss = new ClassificationLoss();

    /**
     * Puts the parts together.
     *
     * @param encoder f, a graph to {@code (N, d)}; one graph convolution of 512 units in the paper
     * @param classifier w, {@code (pairs, d) -> (pairs, classes)}; a linear layer in the paper
     * @param classes of distances, at least 2; 4 in most of the paper
     * @param anchors nodes a step starts from, at least 1
     */
    public S2Grl(Block encoder, Block classifier, int classes, int anchors) {
        if (classes < 2 || anchors < 1) {
            throw new IllegalArgumentException(
                    "S2GRL tells at least 2 classes of distances from at least 1 node, got %d and %d"
                            .formatted(classes, anchors));
        }
        this.encoder = encoder;
        this.classifier = classifier;
        this.classes = classes;
        this.anchors = anchors;
        networks = new Networks().add("encoder", encoder).add("classifier", classifier);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        GraphBatch graph = GraphBatch.only(batch);
        NDArray h = TwoViews.embed(pass, encoder, graph); // (N, d)
        pass.watch(h);
        HopPairs pairs =
                HopPairs.draw(
                        graph.edges().toLongArray(),
                        (int) h.getShape().get(0),
                        classes,
                        anchors,
                        pass.random());
        NDArray apart =
                OPS.apply(
                        "apart",
                        h,
                        Numbers.of(pass.manager(), pairs.first()),
                        Numbers.of(pass.manager(), pairs.second())); // (pairs, d)
        NDArray logits = pass.forward(classifier, apart);
        NDArray hops = Numbers.of(pass.manager(), pairs.hops());
        pass.report("accuracy", loss.accuracy(logits, hops));
        return loss.evaluate(logits, hops);
    }
}
