package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.VicRegLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

class VicRegTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new VicReg(ConvNet.of(8, 16), Heads.mlp(Heads.Norm.HIDDEN, 16, 8), VicRegLoss.PAPER);
    }

    @Test
    void theReportedPartsMakeUpTheLoss() throws IOException {
        try (AtRest run = new AtRest(task(), samples(), views(), batch(), 1)) {
            Map<String, Float> parts = run.reports.get(0).parts();
            assertThat(
                            25 * parts.get("invariance")
                                    + 25 * parts.get("variance")
                                    + parts.get("covariance"))
                    .isCloseTo((float) run.reports.get(0).loss(), within(1e-3f));
        }
    }
}
