package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.selfsup.encoder.BatchNorm;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Pass;

/**
 * Encodings whose dot product says how well two features go together: each is taken to so many
 * units by two layers of its own, a map place by place.
 */
final class Critic {

    private Critic() {}

    /** Of a map, {@code (n, c, h, w) -> (n, units, h, w)}. */
    static Sequence ofMap(int units) {
        return new Sequence()
                .add("conv1", Layers.conv(units, 1, 1, 0))
                .add("bn1", new BatchNorm())
                .add("relu1", Layers.reluInPlace())
                .add("conv2", Layers.conv(units, 1, 1, 0, true));
    }

    /** Of a vector, {@code (n, d) -> (n, units)}. */
    static Sequence ofVector(int units) {
        return Heads.mlp(Heads.Norm.HIDDEN, units, units);
    }

    /** What a critic makes of a map or a vector, {@code (n, units, places)}. */
    static NDArray encode(Pass pass, Block critic, NDArray feature) {
        NDArray units = pass.forward(critic, feature);
        return units.reshape(units.size(0), units.size(1), -1);
    }
}
