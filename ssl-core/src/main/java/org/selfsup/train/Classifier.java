package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.data.Labels;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.ClassificationLoss;

/**
 * A classifier that learns from labels: fine-tuning of a pre-trained encoder, or the supervised
 * baseline beside it. It is a task like the others, so the one loop trains it; that it has labels
 * sets it apart.
 *
 * <pre>{@code L = mean_i -log softmax(W f(x_i) + b)[y_i] }</pre>
 *
 * <p>Input: one view {@code (n, ...)}. The encoder f gives {@code (n, d)}, the new linear head
 * {@code (n, k)}, one logit for each class. Both are trained; an encoder that has values keeps them
 * to start from. In a {@link org.selfsup.encoder.FrozenNetwork} one only the head is. The labels
 * never stand in a batch: they are those of {@link Pass#samples}, so the samples must be the ones
 * that are trained on, such as a {@link org.selfsup.data.Subset} of few.
 *
 * <p>Reports {@code accuracy}, the share of the batch told right.
 *
 * <p>With few labels it overfits within some epochs, and a large learning rate destroys what the
 * encoder had learnt.
 */
public final class Classifier implements PretextTask {

    private final Networks networks;
    private final Sequence classifier;
    private final BatchLabels labels;
    private final ClassificationLoss loss = new ClassificationLoss();

    /**
     * Puts a head on an encoder.
     *
     * @param encoder f, {@code (n, ...) -> (n, d)}
     * @param labels of the samples to train on, in their order
     */
    public Classifier(Block encoder, Labels labels) {
        this.labels = new BatchLabels(labels);
        Block head = Layers.linear(classes(), true);
        networks = new Networks().add("encoder", encoder).add("head", head);
        classifier = networks.chain("encoder", "head");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From a view {@code (n, ...)} to logits {@code (n, k)}. */
    public Sequence classifier() {
        return classifier;
    }

    /** How many classes it tells apart, k. */
    public int classes() {
        return labels.classes();
    }

    /** From features {@code (n, d)} to logits {@code (n, k)}. */
    public Block head() {
        return networks.get("head");
    }

    /**
     * The loss of a batch.
     *
     * @throws IllegalArgumentException if a sample has no label here, or the pass says not which
     *     samples the batch holds
     */
    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDArray logits = pass.forward(classifier, views.singletonOrThrow()); // (n, k)
        NDArray truth = pass.manager().create(labels.of(pass, logits.size(0))); // (n)
        pass.report("accuracy", loss.accuracy(logits, truth));
        return loss.evaluate(logits, truth);
    }
}
