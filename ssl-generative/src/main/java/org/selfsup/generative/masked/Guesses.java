package org.selfsup.generative.masked;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.encoder.Places;
import org.selfsup.encoder.TokenLogits;
import org.selfsup.engine.Autograd;
import org.selfsup.loss.MaskedTokenLoss;
import org.selfsup.train.Pass;

/**
 * What a network says of the tokens that are to be predicted.
 *
 * @param logits {@code (n, k, v)}, k the most such tokens of any text
 * @param tokens those that were there, of type int64, {@code (n, k)}
 * @param counted not 0 where there is one, {@code (n, k)}
 */
record Guesses(NDArray logits, NDArray tokens, NDArray counted) {

    private static final MaskedTokenLoss LOSS = new MaskedTokenLoss();

    /** Where something is to be predicted. */
    static Places places(NDArray labels) {
        return Places.where(labels.neq(MaskedTokenViews.IGNORED));
    }

    /**
     * Asks for the tokens at those places only, for logits of a whole vocabulary cost most.
     *
     * @param h what is known of every place, {@code (n, t, d)}
     * @param places where something is to be predicted
     * @param labels what, {@code (n, t)}
     */
    static Guesses of(Pass pass, TokenLogits logits, NDArray h, Places places, NDArray labels) {
        return new Guesses(pass.forward(logits, places.of(h)), places.of(labels), places.counted());
    }

    /** The mean cross entropy over them, in nats; it and the share told right are reported. */
    NDArray loss(Pass pass, String name) {
        NDArray loss = LOSS.evaluate(logits, tokens, counted);
        pass.report(name, loss);
        pass.report(name + "_accuracy", accuracy());
        return loss;
    }

    private float accuracy() {
        try (Autograd off = Autograd.off();
                NDArray right = logits.argMax(2).eq(tokens).logicalAnd(counted)) {
            NDList counts = new NDList(right.countNonzero(), counted.countNonzero());
            return (float) counts.get(0).getLong() / Math.max(1, counts.get(1).getLong());
        }
    }
}
