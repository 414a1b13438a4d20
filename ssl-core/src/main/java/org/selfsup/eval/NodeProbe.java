package org.selfsup.eval;

import ai.djl.Device;
import ai.djl.nn.Block;
import java.util.List;
import java.util.Locale;
import org.selfsup.data.NodeSet;

/**
 * How much a linear classifier reads off the nodes of one graph: the linear probe of Deep Graph
 * Infomax, GRACE and BGRL.
 *
 * <p>The encoder sees the whole graph once, in evaluation mode. Logistic regression is fitted on
 * the training nodes, its penalty chosen on the validation nodes, and the test nodes are scored
 * once. The frozen features are standardised by the training nodes, as in {@link LinearProbe},
 * where the papers leave them or take them to unit length.
 *
 * <p>Velickovic et al. 2019, <a href="https://arxiv.org/abs/1809.10341">Deep Graph Infomax</a>,
 * section 4.
 *
 * @param linear the classifier; neither its share for validation nor its seed matters here
 */
public record NodeProbe(LinearProbe linear) {

    /** Eight penalties from 1e-4 to 1000: few training nodes want large ones. */
    public NodeProbe() {
        this(new LinearProbe(List.of(1e3, 1e2, 1e1, 1.0, 1e-1, 1e-2, 1e-3, 1e-4), 0.2, 0));
    }

    /**
     * Trained against untrained.
     *
     * @param trained what was found with the trained encoder
     * @param untrained what was found with the same encoder as it was initialised
     */
    public record Comparison(LinearProbe.Result trained, LinearProbe.Result untrained) {

        /** One line: {@code linear 81.4 % (untrained 71.0 %)}. */
        public String summary() {
            return String.format(
                    Locale.ROOT,
                    "linear %.1f %% (untrained %.1f %%)",
                    100 * trained.accuracy(),
                    100 * untrained.accuracy());
        }
    }

    /**
     * Scores an encoder as it is now.
     *
     * @param encoder initialised, from the arrays of a graph to {@code (n, d)}
     * @param set the graph, the classes of its nodes and the three parts
     * @param device where the encoder's parameters are
     * @throws IllegalArgumentException if a part of the set is empty, or the features are not
     *     finite
     */
    public LinearProbe.Result evaluate(Block encoder, NodeSet set, Device device) {
        return evaluate(Features.ofNodes(encoder, set, device), set);
    }

    /**
     * Scores features.
     *
     * @param nodes {@code (n, d)}, of all nodes of the graph, with their classes
     * @param set which of them are for training, validation and test
     * @throws IllegalArgumentException if a part of the set is empty
     */
    public LinearProbe.Result evaluate(Features nodes, NodeSet set) {
        if (set.train().length == 0 || set.validation().length == 0 || set.test().length == 0) {
            throw new IllegalArgumentException(
                    "A probe of nodes needs some to train, validate and test on, got %d, %d and %d"
                            .formatted(
                                    set.train().length,
                                    set.validation().length,
                                    set.test().length));
        }
        Split split = new Split(nodes.rows(set.train()), nodes.rows(set.test()));
        return linear.evaluate(split, nodes.rows(set.validation()));
    }
}
