package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.StateDict;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

class TiCoTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new TiCo(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                new TiCo.Config(8, 0.9f, 4),
                Schedule.cosine(0.9, 1, 60));
    }

    @Override
    protected int settled() {
        return 10; // the covariance fills first
    }

    @Test
    void theCovarianceIsTheAverageOverPastBatches() throws IOException {
        PretextTask task = task();
        try (AtRest run = new AtRest(task, samples(), views(), batch(), 2)) {
            float[][] expected = new float[8][8];
            for (int step = 0; step < 2; step++) {
                float[][] z = run.unit(run.batches.get(step).get(0), "encoder", "projector");
                for (int i = 0; i < 8; i++) {
                    for (int j = 0; j < 8; j++) {
                        double mean = 0;
                        for (float[] row : z) {
                            mean += row[i] * row[j] / z.length;
                        }
                        expected[i][j] = (float) (0.9 * expected[i][j] + 0.1 * mean);
                    }
                }
            }
            float[][] kept =
                    AtRest.rows(
                            StateDict.parameters(task.networks())
                                    .get("covariance.value")
                                    .getArray());
            for (int i = 0; i < 8; i++) {
                assertThat(kept[i]).containsExactly(expected[i], within(1e-5f));
            }
        }
    }
}
