package org.selfsup.contrastive.instance;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.BatchNorm;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

class ByolTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new Byol(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                Byol.momentum(0.9, 60));
    }

    /** Ten steps of solo-learn's loss and lightly's momentum with torch's SGD. */
    @Test
    void tenStepsOfTheReferenceAreReproduced() throws IOException {
        new GoldenTrace(Byol.class, "byol")
                .assertReproduced(
                        new Byol(
                                ConvNet.of(8),
                                Layers.linear(16, true),
                                new Sequence()
                                        .add(Layers.linear(8, true))
                                        .add(new BatchNorm())
                                        .add("relu", Layers.reluInPlace())
                                        .add("2", Layers.linear(16, true)),
                                Schedule.constant(0.99)));
    }
}
