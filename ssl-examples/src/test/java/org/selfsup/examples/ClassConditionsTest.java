package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Subset;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;

class ClassConditionsTest {

    @Test
    void drawnSamplesAreLikelyGivenTheirOwnClasses() {
        Samples<Image> all = Shapes.generate(8, 40, 1).test();
        Labels labels = all.labels().orElseThrow();
        int[] numbers = {39, 17};
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Pass pass = new Pass(manager, false, 0, 1, 0, new int[] {0, 1});
            NDArray classes = ClassConditions.of(new Subset<>(all, numbers), pass, 2);
            assertThat(classes.argMax(1).toLongArray())
                    .containsExactly(labels.of()[39], labels.of()[17])
                    .isNotEqualTo(new long[] {labels.of()[0], labels.of()[1]});
        }
    }
}
