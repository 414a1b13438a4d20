package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.ReLicLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

class ReLicTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new ReLic(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                new ReLicLoss(0.2f, 0.5f),
                Schedule.constant(0.9));
    }

    /** Before the first step target and online network agree: queries and keys are the same. */
    @Test
    void contrastIsBothWaysBetweenOnlineNetworkAndTarget() throws IOException {
        try (AtRest run = new AtRest(task(), samples(), views(), batch(), 1)) {
            float[][] z1 = run.unit(run.batches.get(0).get(0), "encoder", "projector");
            float[][] z2 = run.unit(run.batches.get(0).get(1), "encoder", "projector");
            Map<String, Float> parts = run.reports.get(0).parts();
            assertThat((double) parts.get("contrast"))
                    .isCloseTo((contrast(z1, z2) + contrast(z2, z1)) / 2, within(1e-4));
            assertThat(parts.get("contrast") + 0.5 * parts.get("invariance"))
                    .isCloseTo(run.reports.get(0).loss(), within(1e-5));
        }
    }

    private static double contrast(float[][] queries, float[][] keys) {
        double loss = 0;
        for (int i = 0; i < queries.length; i++) {
            double sum = 0;
            for (float[] key : keys) {
                sum += Math.exp(AtRest.dot(queries[i], key) / 0.2);
            }
            loss += Math.log(sum) - AtRest.dot(queries[i], keys[i]) / 0.2;
        }
        return loss / queries.length;
    }
}
