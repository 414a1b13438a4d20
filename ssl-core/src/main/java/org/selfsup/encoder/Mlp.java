package org.selfsup.encoder;

import ai.djl.ndarray.types.Shape;

/** Encoders and decoders of linear layers with ReLU between, for auto-encoders and flat data. */
public final class Mlp {

    private Mlp() {}

    /**
     * Samples of any shape to features, (n, ...) to (n, last units).
     *
     * @param units features after each linear layer, at least one
     */
    public static Sequence encoder(long... units) {
        return new Sequence()
                .add("flatten", Layers.flatten())
                .add("layers", Heads.layers(Heads.Norm.NONE, Layers::reluInPlace, units));
    }

    /**
     * Features to samples, (n, d) to (n, sample...), any values, such as logits or means.
     *
     * @param sample shape of one sample
     * @param hidden features after each linear layer but the last; may be none
     */
    public static Sequence decoder(Shape sample, long... hidden) {
        long[] units = new Shape(hidden).add(sample.size()).getShape();
        return new Sequence()
                .add("layers", Heads.layers(Heads.Norm.NONE, Layers::reluInPlace, units))
                .add("shape", Layers.reshape(sample.getShape()));
    }
}
