package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.DclLoss;
import org.selfsup.loss.DclwLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

class DclTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new Dcl(ConvNet.of(8, 16), Heads.mlp(Heads.Norm.HIDDEN, 16, 8), new DclLoss(0.5f));
    }

    private static PretextTask weighted(float sigma) {
        return new Dcl(
                ConvNet.of(8, 16), Heads.mlp(Heads.Norm.HIDDEN, 16, 8), new DclwLoss(0.5f, sigma));
    }

    @Test
    void evenWeightsMakeBothTheSame() throws IOException {
        try (AtRest plain = new AtRest(task(), samples(), views(), batch(), 1);
                AtRest even = new AtRest(weighted(1e4f), samples(), views(), batch(), 1);
                AtRest uneven = new AtRest(weighted(0.1f), samples(), views(), batch(), 1)) {
            double loss = plain.reports.get(0).loss();
            assertThat(even.reports.get(0).loss()).isCloseTo(loss, within(1e-3));
            assertThat(uneven.reports.get(0).loss()).isFinite().isNotCloseTo(loss, within(1e-3));
        }
    }
}
