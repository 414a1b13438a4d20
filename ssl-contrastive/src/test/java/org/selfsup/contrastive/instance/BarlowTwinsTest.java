package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.BarlowTwinsLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

class BarlowTwinsTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new BarlowTwins(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                new BarlowTwinsLoss(0.005f));
    }

    @Test
    void theReportedPartsMakeUpTheLoss() throws IOException {
        try (AtRest run = new AtRest(task(), samples(), views(), batch(), 1)) {
            Map<String, Float> parts = run.reports.get(0).parts();
            assertThat(parts.get("invariance") + 0.005 * parts.get("redundancy"))
                    .isCloseTo(run.reports.get(0).loss(), within(1e-4));
        }
    }
}
