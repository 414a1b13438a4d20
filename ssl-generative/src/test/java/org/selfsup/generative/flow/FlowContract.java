package org.selfsup.generative.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
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

    /** The flow given so many features of a condition, or none. */
    protected abstract NormalizingFlow flow(int condition);

    @Override
    protected final NormalizingFlow task() {
        return flow(0);
    }

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

    @Test
    void aTemperatureScalesTheCodes() throws IOException {
        NormalizingFlow flow = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Views.Batch<S> batch = views().batch(1);
            batch.put(0, samples().get(0), Randomness.at(1));
            flow.initialize(1, manager, batch.toArrays(manager).head().getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            NDList codes = new NDList();
            for (double temperature : new double[] {1, 0.5}) {
                LibTorch.seed(3);
                codes.add(pass.forward(flow.encoder(), flow.sample(pass, 5, temperature)));
            }
            NDArray apart = codes.get(0).mul(0.5f).sub(codes.get(1)).abs().max();
            assertThat(apart.getFloat()).isBetween(0f, 2e-3f);
        }
    }

    @Test
    void aTemperatureIsPositive() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Pass pass = new Pass(manager, false, 0, 1);
            for (double temperature : new double[] {0, -1, Double.NaN}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> task().sample(pass, 1, temperature))
                        .withMessageContaining("positive temperature");
            }
        }
    }

    @Test
    void itsDensityAndItsSamplesFollowACondition() throws IOException {
        NormalizingFlow flow = flow(2);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Views.Batch<S> batch = views().batch(1);
            batch.put(0, samples().get(0), Randomness.at(1));
            NDArray x = batch.toArrays(manager).head();
            flow.initialize(1, manager, x.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray one = manager.create(new float[] {20, 0}, new Shape(1, 2));
            NDArray other = manager.create(new float[] {0, 20}, new Shape(1, 2));
            NDArray difference =
                    flow.logLikelihood(pass, new NDList(x, one))
                            .sub(flow.logLikelihood(pass, new NDList(x, other)));
            assertThat(Math.abs(difference.getFloat())).isBetween(1e-6f, 1e6f);
            NDList drawn = new NDList();
            for (NDArray condition : List.of(one, other)) {
                LibTorch.seed(3);
                drawn.add(flow.sample(pass, 1, 1, new NDList(condition)));
            }
            NDArray apart = drawn.get(0).sub(drawn.get(1)).abs().max();
            assertThat(apart.getFloat()).isBetween(1e-6f, 1e6f);
        }
    }
}
