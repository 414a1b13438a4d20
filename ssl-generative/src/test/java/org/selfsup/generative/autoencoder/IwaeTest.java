package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class IwaeTest extends PictureContract {

    @Override
    protected PretextTask task() {
        return iwae(5);
    }

    private static Iwae iwae(int draws) {
        return new Iwae(
                Mlp.encoder(16),
                Mlp.decoder(SAMPLE, 16),
                4,
                draws,
                new BernoulliLikelihood()::evaluate);
    }

    @Test
    void eachSampleOfABatchHasItsOwnBoundAndMoreDrawsTightenIt() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Iwae iwae = iwae(5);
            Shape batch = new Shape(2, 3, 8, 8);
            iwae.initialize(1, manager, batch);
            NDArray x = manager.ones(batch);
            x.set(new NDIndex("1"), 0);
            Pass pass = new Pass(manager, false, 0, 1);
            LibTorch.seed(1);
            float[] both = iwae.logLikelihood(pass, x, 4000).toFloatArray();
            for (int i = 0; i < 2; i++) {
                float one =
                        iwae.logLikelihood(pass, x.get(i).expandDims(0), 4000).toFloatArray()[0];
                assertThat(both[i]).isCloseTo(one, within(0.05f));
            }
            assertThat(Math.abs(both[0] - both[1])).isBetween(0.5f, 1000f);
            double few = 0;
            for (int i = 0; i < 200; i++) {
                few -= iwae.loss(pass, new NDList(x)).getFloat() / 200;
            }
            assertThat(few).isBetween(-1000.0, (both[0] + both[1]) / 2.0);
        }
    }

    @Test
    void refusesNoDraws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> iwae(0))
                .withMessage("IWAE needs at least 1 draw a sample, got 0");
    }
}
