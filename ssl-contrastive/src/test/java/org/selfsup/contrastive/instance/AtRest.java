package org.selfsup.contrastive.instance;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.data.Image;
import org.selfsup.data.Loader;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

/**
 * A task after steps at learning rate 0: its memories have moved, its weights have not, so what the
 * steps saw can be computed again.
 */
final class AtRest implements AutoCloseable {

    final List<StepReport> reports = new ArrayList<>();
    final List<NDList> batches = new ArrayList<>();
    final List<int[]> samples = new ArrayList<>();

    private final NDManager manager = LibTorch.newManager(Device.cpu());
    private final PretextTask task;

    /** Takes so many steps of n samples each. */
    AtRest(PretextTask task, Samples<Image> data, Views<Image> views, int n, int steps)
            throws IOException {
        this.task = task;
        TrainingPlan plan = new TrainingPlan(steps, n, new Adam(), Schedule.constant(0));
        try (Pretrainer<Image> pretrainer = new Pretrainer<>(task, data, views, plan, manager)) {
            pretrainer.listen(reports::add).run();
        }
        try (Loader<Image> loader = new Loader<>(data, views, n, plan.seed(), 1)) {
            for (int i = 0; i < steps; i++) {
                try (Loader.Filled<Image> filled = loader.take()) {
                    NDList batch = new NDList();
                    filled.toArrays(manager).forEach(array -> batch.add(array.duplicate()));
                    batches.add(batch);
                    samples.add(filled.indices());
                }
            }
        }
    }

    /** What networks make of an array, one after another, rows at unit length. */
    float[][] unit(NDArray array, String... roles) {
        try (Autograd off = Autograd.off()) {
            Pass pass = new Pass(manager, true, 0, 1);
            return rows(pass.forward(task.networks().chain(roles), array).normalize(2, 1));
        }
    }

    /** The rows of an array. */
    static float[][] rows(NDArray array) {
        int columns = (int) array.size(1);
        float[] values = array.toFloatArray();
        float[][] rows = new float[(int) array.size(0)][columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, i * columns, rows[i], 0, columns);
        }
        return rows;
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** The loss of a task with the weights it has, outside of any run. */
    float loss(NDList batch) {
        try (Autograd off = Autograd.off()) {
            return task.loss(new Pass(manager, true, 0, 1), batch).getFloat();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
