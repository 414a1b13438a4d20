package org.selfsup.contrastive.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.encoder.ConvNet;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Buffer;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;

class ClusterFitTest extends ImageTaskContract {

    private static int[] halves() {
        int[] clusters = new int[32];
        Arrays.setAll(clusters, i -> i / 16);
        return clusters;
    }

    @Override
    protected PretextTask task() {
        return new ClusterFit(ConvNet.of(8, 16), halves());
    }

    @Test
    void itLearnsTheClustersOfTheSamplesByTheirIndex() throws IOException {
        List<StepReport> reports = new ArrayList<>();
        ClusterFit task = new ClusterFit(ConvNet.of(8, 16), halves());
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(1), manager)) {
            pretrainer.listen(reports::add).run();
            assertThat(((Buffer) task.networks().get("clusters")).integers()).isEqualTo(halves());
        }
        assertThat(reports.get(0).loss()).isCloseTo(Math.log(2), within(0.5));
        assertThat(reports.get(0).parts().get("fit")).isBetween(0f, 1f);
    }

    @Test
    void refusesClustersThatAreNone() {
        assertThatThrownBy(() -> new ClusterFit(ConvNet.of(8), new int[5]))
                .hasMessageContaining("at least 2 of them, got 1 for 5 samples, the smallest 0");
        assertThatThrownBy(() -> new ClusterFit(ConvNet.of(8), new int[] {-1, 3}))
                .hasMessageContaining("got 4 for 2 samples, the smallest -1");
    }
}
