package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Dcgan;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.R1Penalty;
import org.selfsup.train.PretextTask;
import org.selfsup.train.StepReport;

class GanTest extends GameContract {

    @Override
    protected PretextTask task() {
        return game();
    }

    private static Gan game() {
        return new Gan(
                Dcgan.generator(28, 3, 4, Dcgan.Upsampling.RESIZED),
                Dcgan.encoder(28, 4, Dcgan.Norm.SPECTRAL, 8),
                4,
                new GanLoss.NonSaturating(),
                new R1Penalty(1));
    }

    /** The other player's loss may rise while it plays well. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("discriminator"));
    }

    @Test
    void bothPlayersMoveInEveryStep() throws IOException {
        Gan game = game();
        assertThat(moves(game, game.generator())).containsOnly(true);
    }
}
