package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Shapes;
import org.selfsup.encoder.BatchNorm;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.NtXentLoss;

class GradientCacheTest {

    private static final TrainingPlan PLAN =
            new TrainingPlan(3, 10, new Sgd(0.9, 0), Schedule.constant(0.1));

    @Test
    void chunksGiveTheGradientsOfTheWholeBatch() throws IOException {
        Map<String, float[]> whole = weights(PLAN, false, 0);
        for (int chunk : new int[] {1, 3, 5, 10, 64}) {
            Map<String, float[]> chunked = weights(PLAN.withChunk(chunk), false, 0);
            whole.forEach(
                    (name, values) ->
                            assertThat(chunked.get(name))
                                    .as("%s in chunks of %d", name, chunk)
                                    .containsExactly(values, within(2e-5f)));
        }
    }

    @Test
    void dropoutRepeatsItselfOnTheWayBack() throws IOException {
        Map<String, float[]> first = weights(PLAN.withChunk(4), false, 0.3f);
        weights(PLAN.withChunk(4), false, 0.3f)
                .forEach((name, values) -> assertThat(values).isEqualTo(first.get(name)));
    }

    @Test
    void runningStatisticsMoveOnceAChunkAndNotAgainOnTheWayBack() throws IOException {
        TrainingPlan plan = new TrainingPlan(1, 10, new Sgd(0, 0), Schedule.constant(1e-6));
        String var = "encoder.norm.running_var";
        // From 1, two views in two chunks are four moves by 0.1 towards a variance below 1.
        double whole = weights(plan.withChunk(10), true, 0).get(var)[0];
        double halves = weights(plan.withChunk(5), true, 0).get(var)[0];
        double variance = 1 - (1 - whole) / (1 - Math.pow(0.9, 2));
        assertThat(halves)
                .isCloseTo(
                        variance + (1 - variance) * Math.pow(0.9, 4), within(0.05 * (1 - halves)));
    }

    @Test
    void partsAreRefusedWhereSamplesAreCompared() {
        assertThatThrownBy(() -> weights(PLAN.withParts(2), false, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Contrast compares the samples")
                .hasMessageContaining("use chunks");
        assertThatThrownBy(() -> PLAN.withParts(2).withChunk(2)).hasMessageContaining("not both");
    }

    private static Map<String, float[]> weights(TrainingPlan plan, boolean norm, float dropout)
            throws IOException {
        Map<String, float[]> weights = new LinkedHashMap<>();
        Contrast task = new Contrast(norm, dropout);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(
                                task,
                                Shapes.generate(40, 8, 1).train(),
                                SimClrAugmentation.CIFAR10.views(),
                                plan,
                                manager)) {
            pretrainer.run();
            StateDict.parameters(task.networks())
                    .forEach((name, p) -> weights.put(name, p.getArray().toFloatArray()));
        }
        return weights;
    }

    /** An encoder, a function of its output, and a predictor of it: gradients meet on the way. */
    private static final class Contrast implements PretextTask {

        private final Sequence encoder = new Sequence();
        private final Block predictor = Heads.mlp(Heads.Norm.NONE, 6, 5);
        private final Networks all =
                new Networks().add("encoder", encoder).add("predictor", predictor);

        Contrast(boolean norm, float dropout) {
            encoder.add("conv", Layers.conv(4, 3, 2, 1, true));
            if (norm) {
                encoder.add("norm", new BatchNorm());
            }
            encoder.add("relu", Layers.elementwise(x -> x.mul(x)));
            if (dropout > 0) {
                encoder.add("dropout", Layers.dropout(dropout));
            }
            encoder.add("pool", Layers.globalAveragePool()).add("last", Layers.linear(5, true));
        }

        @Override
        public Networks networks() {
            return all;
        }

        @Override
        public NDArray loss(Pass pass, NDList views) {
            NDArray z1 = pass.forward(encoder, views.get(0)).normalize(2, 1);
            NDArray z2 = pass.forward(encoder, views.get(1)).normalize(2, 1);
            NDArray p1 = pass.forward(predictor, z1);
            return new NtXentLoss(0.5f).evaluate(p1, z2).add(z1.mul(z2).sum());
        }
    }
}
