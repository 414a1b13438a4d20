package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

class DistillationLossTest {

    private static final float[][] STUDENT = {{1, 2, -1}, {0, 0.5f, 3}};
    private static final float[][] TEACHER = {{2, 1, 0}, {-1, 0, 4}};

    @Test
    void itIsTheFormula() {
        double expected = 0;
        for (int i = 0; i < 2; i++) {
            double[] teacher = softmax(TEACHER[i], 0.5);
            double[] student = softmax(STUDENT[i], 0.5);
            for (int y = 0; y < 3; y++) {
                expected -= teacher[y] * Math.log(student[y]) / 2;
            }
        }
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray loss =
                    new DistillationLoss(0.5)
                            .evaluate(manager.create(STUDENT), manager.create(TEACHER));
            assertThat(loss.getFloat()).isCloseTo((float) expected, within(1e-5f));
        }
    }

    @Test
    void onlyTheStudentLearns() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd recording = Autograd.on()) {
            NDArray student = manager.create(STUDENT);
            NDArray teacher = manager.create(TEACHER);
            student.setRequiresGradient(true);
            teacher.setRequiresGradient(true);
            NDArray loss = new DistillationLoss(2).evaluate(student, teacher);
            NDList gradients = Autograd.gradients(loss, new NDList(student, teacher));
            double[] p = softmax(STUDENT[0], 2);
            double[] q = softmax(TEACHER[0], 2);
            assertThat(gradients.get(0).getFloat(0, 1))
                    .isCloseTo((float) ((p[1] - q[1]) / 2 / 2), within(1e-6f));
            assertThat(gradients.get(1).toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void aTemperatureOfZeroIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DistillationLoss(0))
                .withMessageContaining("positive, finite temperature, got 0.0");
    }

    private static double[] softmax(float[] logits, double temperature) {
        double sum = 0;
        double[] p = new double[logits.length];
        for (int y = 0; y < p.length; y++) {
            p[y] = Math.exp(logits[y] / temperature);
            sum += p[y];
        }
        for (int y = 0; y < p.length; y++) {
            p[y] /= sum;
        }
        return p;
    }
}
