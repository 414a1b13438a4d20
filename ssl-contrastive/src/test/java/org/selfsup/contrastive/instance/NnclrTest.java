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

class NnclrTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new Nnclr(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                new Nnclr.Config(8, 24, 0.2f));
    }

    @Override
    protected int settled() {
        return 5;
    }

    @Test
    void theSupportSetHoldsTheFirstViewsOfTheLastBatches() throws IOException {
        PretextTask task = task();
        try (AtRest run = new AtRest(task, samples(), views(), batch(), 4)) {
            float[][] support =
                    AtRest.rows(
                            StateDict.parameters(task.networks()).get("support.rows").getArray());
            for (int step = 1; step < 4; step++) { // the fourth batch took the place of the first
                float[][] z = run.unit(run.batches.get(step).get(0), "encoder", "projector");
                for (int i = 0; i < batch(); i++) {
                    assertThat(support[step % 3 * batch() + i])
                            .containsExactly(z[i], within(1e-5f));
                }
            }
        }
    }
}
