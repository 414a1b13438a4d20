package org.selfsup.generative.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;

/** What every method that is a flow does, beside what every method does. */
abstract class FlowContract<S> extends PretextTaskContract<S> {

    @Override
    protected abstract NormalizingFlow task();

    @Test
    void itsOwnSamplesAreShapedAsTheDataAndHaveALikelihood() throws IOException {
        NormalizingFlow flow = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<S> pretrainer =
                        new Pretrainer<>(flow, samples(), views(), plan(20), manager)) {
            pretrainer.run();
            try (Autograd off = Autograd.off()) {
                LibTorch.seed(1);
                Pass pass = new Pass(manager, false, 0, 1);
                NDArray made = flow.sample(pass, 7);
                Views.Batch<S> batch = views().batch(7);
                for (int i = 0; i < 7; i++) {
                    batch.put(i, samples().get(i), Randomness.at(1, i));
                }
                Shape data = batch.toArrays(manager).head().getShape();
                assertThat(made.getShape()).isEqualTo(data);
                NDArray likelihood = flow.logLikelihood(pass, new NDList(made));
                assertThat(likelihood.getShape()).isEqualTo(new Shape(7));
                for (float value : likelihood.toFloatArray()) {
                    assertThat(value).isFinite();
                }
            }
        }
    }
}
