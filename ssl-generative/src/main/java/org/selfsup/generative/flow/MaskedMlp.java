package org.selfsup.generative.flow;

import ai.djl.nn.Block;
import java.util.stream.IntStream;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;

/**
 * Networks of linear layers and ReLUs in which the outputs of feature i know only features before
 * i: those of MADE.
 *
 * <p>Feature i has degree i, from 1 on; hidden units share the degrees 1 to d - 1 evenly, and a
 * unit sees those of its degree or less. What a condition brings is seen by all.
 *
 * <p>Germain et al. 2015, <a href="https://arxiv.org/abs/1502.03509">MADE: Masked Autoencoder for
 * Distribution Estimation</a>.
 */
public final class MaskedMlp {

    private MaskedMlp() {}

    /**
     * A network (n, d) to (n, outputs d): the first output of all features, then the second of all.
     *
     * @param features d, at least 2
     * @param outputs for every feature
     * @param hidden units of each hidden layer, at least one
     */
    public static Block of(int features, int outputs, int... hidden) {
        if (features < 2 || hidden.length == 0) {
            throw new IllegalArgumentException(
                    "A masked network needs at least two features and one hidden layer, got %d and %d"
                            .formatted(features, hidden.length));
        }
        Sequence net = new Sequence();
        int[] seen = degrees(features, features, 1);
        for (int units : hidden) {
            int[] next = spread(units, features);
            net.add(new MaskedLinear(seen, next)).add(Layers.reluInPlace());
            seen = next;
        }
        // One less than the feature's own degree, which it must not see.
        return net.add(new MaskedLinear(seen, degrees(outputs * features, features, 0)));
    }

    /**
     * Degrees of hidden units: 1 to d - 1 in rising order, each for as many units as any other but
     * for one, or with few units some of them, evenly.
     *
     * @param units how many
     * @param features d, at least 2
     */
    public static int[] spread(int units, int features) {
        return IntStream.range(0, units)
                .map(k -> 1 + (int) ((long) k * (features - 1) / units))
                .toArray();
    }

    /** n degrees that count up from the first, again and again. */
    private static int[] degrees(int n, int period, int first) {
        return IntStream.range(0, n).map(i -> first + i % period).toArray();
    }
}
