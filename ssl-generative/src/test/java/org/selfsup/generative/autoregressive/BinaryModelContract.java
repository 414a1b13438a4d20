package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;

/** What every model of black and white pixels does. */
abstract class BinaryModelContract extends PixelModelContract {

    @Test
    void probabilitiesSumToOne() {
        try (PixelRun run = new PixelRun();
                Autograd off = Autograd.off()) {
            PixelModel model = run.ready(model(new Shape(4, 4), new BernoulliPixels()));
            NDArray x = run.manager.zeros(new Shape(1 << 8, 4, 4));
            for (int i = 0; i < 1 << 8; i++) {
                for (int bit = 0; bit < 8; bit++) {
                    x.set(new NDIndex("{}, {}, {}", i, bit / 4, bit % 4), i >> bit & 1);
                }
            }
            // Of the upper half, which knows nothing of the lower one.
            NDArray parameters = model.parameters(run.pass, new NDList(x));
            NDArray upper = parameters.get(":, :, :2");
            NDArray p =
                    new BernoulliPixels().logLikelihood(upper, x.get(":, :2").expandDims(1)).exp();
            assertThat(p.sum().getFloat()).isBetween(0.9999f, 1.0001f);
        }
    }
}
