package org.selfsup.contrastive.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.TextTaskContract;
import org.selfsup.train.EmbeddingQuality;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class SimCseTest extends TextTaskContract {

    @Override
    protected PretextTask task() {
        return new SimCse(encoder(0.1f), SimCse.PAPER);
    }

    @Override
    protected Views<Tokens> views() {
        return plain();
    }

    @Test
    void onlyDropoutTellsTheTwoViewsApart() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            SimCse simCse = ready(new SimCse(encoder(0.1f), SimCse.PAPER), manager);
            NDList batch = batch(4, manager);
            Pass training = new Pass(manager, true, 0, 1);
            Pass still = new Pass(manager, false, 0, 1);
            NDArray first = simCse.features(training, batch);
            assertThat(apart(simCse.features(training, batch), first)).isBetween(1e-3, 1e3);
            NDArray same = simCse.features(still, batch);
            assertThat(apart(simCse.features(still, batch), same)).isZero();
        }
    }

    @Test
    void equalTextsCostTheLogOfTheirNumber() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            SimCse simCse = ready(new SimCse(encoder(0.1f), SimCse.PAPER), manager);
            NDList batch = batch(4, manager);
            NDList equal = new NDList(batch.get(0).get("0:1").repeat(0, 4), batch.get(1));
            Pass still = new Pass(manager, false, 0, 1);
            assertThat((double) simCse.loss(still, equal).getFloat())
                    .isCloseTo(Math.log(4), within(1e-4));
            assertThat((double) simCse.loss(still, batch).getFloat())
                    .isBetween(0.0, Math.log(4) - 1e-3);
        }
    }

    @Test
    void heldOutTextsSpreadAndStayNearThemselves() throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            SimCse simCse = new SimCse(encoder(0.1f), SimCse.PAPER);
            SimCse untrained = ready(new SimCse(encoder(0.1f), SimCse.PAPER), manager);
            Map<String, Float> before = quality(untrained, manager);
            train(simCse, manager, 150, 5e-3);
            Map<String, Float> after = quality(simCse, manager);
            assertThat(figure(after, EmbeddingQuality.UNIFORMITY))
                    .isBetween(-4f, figure(before, EmbeddingQuality.UNIFORMITY) - 0.3f);
            // Other texts are on average 2 apart if they fill the sphere.
            assertThat(figure(after, EmbeddingQuality.ALIGNMENT)).isBetween(0f, 0.5f);
        }
    }

    private Map<String, Float> quality(SimCse simCse, NDManager manager) throws IOException {
        try (Autograd off = Autograd.off()) {
            LibTorch.seed(2);
            NDList batch = batch(100, manager);
            Pass training = new Pass(manager, true, 0, 1);
            return EmbeddingQuality.of(
                    simCse.features(training, batch), simCse.features(training, batch));
        }
    }

    private static float figure(Map<String, Float> figures, String name) {
        return Objects.requireNonNull(figures.get(name));
    }

    @Test
    void anEncoderWithoutDropoutIsRefused() {
        assertThatThrownBy(() -> new SimCse(encoder(0), SimCse.PAPER))
                .hasMessageContaining("needs an encoder with dropout");
    }
}
