package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Dcgan;
import org.selfsup.encoder.Layers;
import org.selfsup.loss.WganGradientPenalty;
import org.selfsup.train.PretextTask;
import org.selfsup.train.StepReport;

class WganTest extends GameContract {

    @Override
    protected PretextTask task() {
        return game();
    }

    private static Wgan game() {
        return new Wgan(
                Dcgan.generator(28, 3, 4, Dcgan.Upsampling.RESIZED),
                Dcgan.encoder(28, 4, Dcgan.Norm.NONE, 8).add("relu", Layers.leakyRelu(0.2f)),
                new Wgan.Config(4, new WganGradientPenalty(10), 3));
    }

    /** The other player's loss may rise while it plays well. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.losses().get("critic"));
    }

    @Test
    void theGeneratorMovesInEveryThirdStepOnly() throws IOException {
        Wgan game = game();
        assertThat(moves(game, game.generator())).containsExactly(false, true, false, false, true);
    }
}
