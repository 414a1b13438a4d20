package org.selfsup.contrastive.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.Image;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Checkpoints;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;

/**
 * What methods that cluster again and again must keep; 32 samples in batches of 8 are four steps.
 */
abstract class ClusterTaskContract extends ImageTaskContract {

    /** The first clustering ends the fourth step. */
    @Override
    protected int settled() {
        return 4;
    }

    /** The clusters of all samples. */
    abstract int[] clusters(PretextTask task);

    /** A task that clusters so often, and first at the end of an epoch. */
    abstract PretextTask task(int every);

    /** Clusters once: every clustering asks for something else, and the loss rises. */
    @Override
    protected final PretextTask task() {
        return task(64);
    }

    /** A checkpoint just before a clustering, and just after it. */
    @ParameterizedTest
    @ValueSource(longs = {3, 4, 7, 8})
    void resumingAtAClusteringGivesTheSameBits(long at, @TempDir Path directory)
            throws IOException {
        Map<String, float[]> straight = train(10, pretrainer -> {});
        Checkpoints checkpoints = new Checkpoints(directory);
        train(at, pretrainer -> pretrainer.checkpoint(checkpoints, 100));
        Map<String, float[]> resumed =
                train(
                        10,
                        pretrainer -> {
                            pretrainer.checkpoint(checkpoints, 100);
                            try {
                                assertThat(pretrainer.resume()).isEqualTo(at);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        assertThat(resumed.keySet()).isEqualTo(straight.keySet());
        straight.forEach(
                (name, values) -> assertThat(resumed.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void everySampleHasAClusterAfterTheFirstEpochAndFiguresSaySo() throws IOException {
        List<StepReport> reports = new ArrayList<>();
        PretextTask task = task(0);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(5), manager)) {
            pretrainer.listen(reports::add);
            pretrainer.listen(
                    report -> {
                        if (report.step() == 2) {
                            assertThat(clusters(task)).containsOnly(-1);
                        }
                    });
            pretrainer.run();
            assertThat(clusters(task)).hasSize(32).doesNotContain(-1);
        }
        assertThat(reports.get(4).parts().get("cluster_perplexity")).isBetween(1.5f, 8f);
        assertThat(reports.get(4).parts().get("reassigned")).isEqualTo(1);
    }

    private Map<String, float[]> train(long steps, Consumer<Pretrainer<Image>> before)
            throws IOException {
        Map<String, float[]> weights = new LinkedHashMap<>();
        PretextTask task = task(0);
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(steps), manager)) {
            before.accept(pretrainer);
            pretrainer.run();
            StateDict.parameters(task.networks())
                    .forEach((name, p) -> weights.put(name, p.getArray().toFloatArray()));
        }
        return weights;
    }
}
