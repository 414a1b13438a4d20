package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Labels;
import org.selfsup.engine.LibTorch;

class BatchLabelsTest {

    private static final BatchLabels LABELS =
            new BatchLabels(new Labels(new int[] {2, 0, 1, 2}, List.of("a", "b", "c")));

    @Test
    void classesAreThoseOfTheSamplesOfTheBatch() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Pass pass = new Pass(manager, true, 0, 1, 0, new int[] {3, 1});
            assertThat(LABELS.of(pass, 2)).containsExactly(2, 0);
            assertThat(LABELS.oneHot(pass, 2).toFloatArray()).containsExactly(0, 0, 1, 1, 0, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LABELS.of(pass, 3))
                    .withMessageContaining("here 3 views of 2 known samples");
            Pass other = new Pass(manager, true, 0, 1, 0, new int[] {4});
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LABELS.of(other, 1))
                    .withMessageContaining("Sample 4 has no label: there are 4");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LABELS.oneHot(manager, 1, 3))
                    .withMessageContaining("classes 0 to 2, got 3");
        }
    }
}
