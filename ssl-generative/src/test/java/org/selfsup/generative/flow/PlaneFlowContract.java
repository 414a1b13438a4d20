package org.selfsup.generative.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.PlaneDensity;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** A flow on points in the plane. */
abstract class PlaneFlowContract extends FlowContract<float[]> {

    private static final float STEP = 0.1f;

    @Override
    protected Samples<float[]> samples() {
        return PlaneDensity.MOONS.points(64, 1);
    }

    @Override
    protected Views<float[]> views() {
        return new VectorViews(2);
    }

    @Test
    void itsDensityIntegratesToOne() throws IOException {
        NormalizingFlow flow = task();
        TrainingPlan plan = new TrainingPlan(150, 64, new Adam(), Schedule.constant(5e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<float[]> pretrainer =
                        new Pretrainer<>(flow, samples(), views(), plan, manager)) {
            pretrainer.run();
            int side = 240;
            float[] grid = new float[2 * side * side];
            for (int i = 0; i < side * side; i++) {
                grid[2 * i] = (i / side - side / 2) * STEP;
                grid[2 * i + 1] = (i % side - side / 2) * STEP;
            }
            try (Autograd off = Autograd.off();
                    NDArray points = manager.create(grid, new Shape(grid.length / 2, 2))) {
                NDArray density =
                        flow.logLikelihood(new Pass(manager, false, 0, 1), new NDList(points));
                double sum = 0;
                for (float value : density.toFloatArray()) {
                    sum += Math.exp(value) * STEP * STEP;
                }
                assertThat(sum).isBetween(0.97, 1.03);
            }
        }
    }
}
