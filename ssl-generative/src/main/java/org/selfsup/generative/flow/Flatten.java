package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Samples as vectors, (n, ...) to (n, d). */
final class Flatten extends Flow {

    private final Shape sample;

    /** For samples of this shape, without n. */
    Flatten(Shape sample) {
        this.sample = sample;
    }

    @Override
    protected Mapped toLatent(Given given, NDArray x) {
        return Mapped.keepingVolume(x.reshape(x.getShape().get(0), sample.size()));
    }

    @Override
    protected Mapped toData(Given given, NDArray z) {
        return Mapped.keepingVolume(z.reshape(new Shape(z.getShape().get(0)).addAll(sample)));
    }

    @Override
    protected Shape latentShape(Shape x) {
        return new Shape(x.get(0), sample.size());
    }
}
