package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;

/** Parts of what a vision transformer gives, (n, 1 + t, d). */
final class Tokens {

    private Tokens() {}

    /** The class token, (n, d). */
    static NDArray first(NDArray tokens) {
        return tokens.get(new NDIndex(":, 0"));
    }

    /** All but the class token, (n, t, d). */
    static NDArray patches(NDArray tokens) {
        return tokens.get(new NDIndex(":, 1:"));
    }

    /** Refuses an encoder without a class token. */
    static void requireClass(String method, VisionTransformer encoder) {
        require(
                method + " needs a vision transformer with a class token",
                Pooling.CLASS_TOKEN,
                encoder);
    }

    /** Refuses an encoder with a class token. */
    static void requireNoClass(String method, VisionTransformer encoder) {
        require(
                method + " needs a vision transformer without a class token",
                Pooling.MEAN,
                encoder);
    }

    private static void require(String need, Pooling expected, VisionTransformer encoder) {
        Pooling pooling = encoder.config().pooling();
        if (pooling != expected) {
            throw new IllegalArgumentException(
                    need + ": its pooling shall be " + expected + ", got " + pooling);
        }
    }
}
