package org.selfsup.generative.flow;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.generative.flow.Flow.Mapped;

/** An initialised flow and the arrays of one test. */
final class FlowRun implements AutoCloseable {

    final NDManager manager = LibTorch.newManager(Device.cpu());
    final ParameterStore store = new ParameterStore(manager, false);
    final Flow flow;

    FlowRun(Flow flow, Shape... inputs) {
        this.flow = flow;
        Initialization.initialize(flow, 1, manager, inputs);
    }

    /** Moves the trained parameters away from where they start, as many start at 0. */
    FlowRun stirred() {
        Random random = new Random(3);
        for (Parameter parameter : StateDict.parameters(flow).values()) {
            if (parameter.requiresGradient()) {
                try (Autograd off = Autograd.off();
                        NDArray noise = normal(random, 0.1, parameter.getShape())) {
                    parameter.getArray().addi(noise);
                }
            }
        }
        return this;
    }

    NDArray normal(double std, long... shape) {
        return normal(new Random(1), std, new Shape(shape));
    }

    private NDArray normal(Random random, double std, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        return manager.create(values, shape);
    }

    Mapped forward(boolean training, NDArray... inputs) {
        return Mapped.of(flow.forward(store, new NDList(inputs), training));
    }

    Mapped inverse(NDArray... inputs) {
        return flow.inverse(store, new NDList(inputs), false);
    }

    /** The Jacobian of the first sample, row i the gradient of z_i, by automatic derivatives. */
    double[][] jacobian(NDArray... inputs) {
        NDArray x = inputs[0];
        x.setRequiresGradient(true);
        List<double[]> rows = new ArrayList<>();
        try (Autograd on = Autograd.on()) {
            int d = Math.toIntExact(x.getShape().size() / x.getShape().get(0));
            NDArray z = forward(false, inputs).value().reshape(-1);
            for (int i = 0; i < d; i++) {
                NDArray one = z.get(i);
                NDArray dx =
                        Autograd.gradientsKeepingGraph(
                                        new NDList(one), new NDList(one.onesLike()), new NDList(x))
                                .head();
                double[] row = new double[d];
                for (int j = 0; j < d; j++) {
                    row[j] = dx.reshape(-1).getFloat(j);
                }
                rows.add(row);
            }
        }
        x.setRequiresGradient(false);
        return rows.toArray(double[][]::new);
    }

    /** log |det| by elimination with row exchange. */
    static double logDeterminant(double[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            int pivot = i;
            for (int k = i + 1; k < matrix.length; k++) {
                pivot = Math.abs(matrix[k][i]) > Math.abs(matrix[pivot][i]) ? k : pivot;
            }
            double[] row = matrix[pivot];
            matrix[pivot] = matrix[i];
            matrix[i] = row;
            sum += Math.log(Math.abs(row[i]));
            for (int k = i + 1; k < matrix.length; k++) {
                double factor = matrix[k][i] / row[i];
                for (int j = i; j < matrix.length; j++) {
                    matrix[k][j] -= factor * row[j];
                }
            }
        }
        return sum;
    }

    @Override
    public void close() {
        manager.close();
    }
}
