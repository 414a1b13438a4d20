package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;

class ClassificationLossTest {

    @Test
    void itIsTheMeanNegativeLogProbabilityOfTheLabels() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            float[][] logits = {{1, 2, -1}, {0, 0, 3}};
            double expected =
                    (Math.log(Math.exp(1) + Math.exp(2) + Math.exp(-1))
                                    - 2
                                    + Math.log(2 + Math.exp(3)))
                            / 2;
            NDArray loss =
                    new ClassificationLoss()
                            .evaluate(manager.create(logits), manager.create(new long[] {1, 0}));
            assertThat(loss.getFloat()).isCloseTo((float) expected, within(1e-6f));
        }
    }

    @Test
    void evenWeightsGiveTheMeanAndZeroLeavesASampleOut() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray logits = manager.create(new float[][] {{1, 2}, {0, 3}});
            NDArray labels = manager.create(new long[] {1, 0});
            ClassificationLoss loss = new ClassificationLoss();
            NDArray even = loss.evaluate(logits, labels, manager.create(new float[] {0.5f, 0.5f}));
            assertThat(even.getFloat())
                    .isCloseTo(loss.evaluate(logits, labels).getFloat(), within(1e-6f));
            NDArray second = loss.evaluate(logits, labels, manager.create(new float[] {0, 2}));
            assertThat(second.getFloat())
                    .isCloseTo((float) (2 * Math.log(1 + Math.exp(3))), within(1e-5f));
        }
    }

    @Test
    void unknownLabelsAreLeftOut() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray logits = manager.create(new float[][] {{1, 2}, {0, 3}});
            NDArray some = manager.create(new long[] {ClassificationLoss.UNKNOWN, 0});
            assertThat(new ClassificationLoss().evaluate(logits, some).getFloat())
                    .isCloseTo((float) Math.log(1 + Math.exp(3)), within(1e-6f));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray logits = manager.create(new float[][] {{1, 2}});
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new ClassificationLoss()
                                            .evaluate(logits, manager.create(new long[] {1, 0})))
                    .withMessageContaining("logits (n, k) and labels (n) of type INT64");
        }
    }
}
