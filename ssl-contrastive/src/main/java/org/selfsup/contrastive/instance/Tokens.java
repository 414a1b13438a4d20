package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

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
}
