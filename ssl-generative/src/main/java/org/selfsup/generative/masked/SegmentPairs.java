package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.TextTokens;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.train.Pass;

/**
 * What BERT and ALBERT share: masked tokens, and how the two segments of a pair belong together.
 */
final class SegmentPairs {

    private static final ClassificationLoss ORDER = new ClassificationLoss();

    private final String name;
    private final TextTokens places;
    private final TokenLogits words;
    private final Sequence order;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param method its name
     * @param name of the task on pairs
     */
    SegmentPairs(String method, String name, TextTransformer encoder) {
        TextTransformer.Config config = encoder.config();
        if (config.layers().causal() || config.segments() != 2) {
            throw new IllegalArgumentException(
                    method
                            + " needs a transformer that tells 2 segments apart and in which every"
                            + " place sees all, got "
                            + config.segments()
                            + " segments and "
                            + (config.layers().causal() ? "causal" : "other")
                            + " layers");
        }
        this.name = name;
        places = new TextTokens(encoder);
        words = TokenLogits.transformed(encoder);
        order = Heads.pooler(config.layers().width(), 2);
        networks = new Networks().add("encoder", encoder).add(name, order).beside("words", words);
    }

    Networks networks() {
        return networks;
    }

    /** The batch is that of {@link org.selfsup.augment.SegmentPairViews}. */
    NDArray loss(Pass pass, NDList batch) {
        NDArray labels = batch.get(1);
        NDArray apart = batch.get(4).squeeze(1); // (n)
        NDList seen = new NDList(batch.get(0), batch.get(2), batch.get(3));
        NDArray h = pass.forward(places, seen).singletonOrThrow(); // (n, t, d)

        NDArray masked =
                Guesses.of(pass, words, h, Guesses.places(labels), labels).loss(pass, "masked");

        NDArray told = pass.forward(order, h.get(":, 0")); // [CLS], (n, 2)
        NDArray paired = ORDER.evaluate(told, apart);
        pass.report(name, paired);
        pass.report(name + "_accuracy", ORDER.accuracy(told, apart));
        return masked.add(paired);
    }
}
