package org.selfsup.adversarial.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.StateDict;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.StepReport;

class AddaTest extends PretextTaskContract<float[]> {

    /** The checkpoint of the contract lies between the stages. */
    @Override
    protected PretextTask task() {
        return adda(3);
    }

    private static Adda adda(long sourceSteps) {
        return new Adda(
                Mlp.encoder(8),
                Heads.mlp(Heads.Norm.NONE, 8, 1),
                TwoDomains.SOURCE.labels().orElseThrow(),
                new Adda.Config(sourceSteps, 0.2));
    }

    @Override
    protected Samples<float[]> samples() {
        return TwoDomains.SOURCE;
    }

    @Override
    protected Views<float[]> views() {
        return TwoDomains.views();
    }

    @Override
    protected int settled() {
        return 3;
    }

    /** The discriminator's, as soon as it plays. */
    @Override
    protected double loss(StepReport report) {
        float game = report.losses().getOrDefault("discriminator", Float.NaN);
        return Float.isFinite(game) ? game : report.loss();
    }

    @Test
    void theTargetIsToldWhereTheSourceAloneTeachesTheWrongThing() throws IOException {
        Adda adda = adda(200);
        try (NDManager manager = TwoDomains.manager()) {
            TwoDomains.train(adda, 800, 1e-2, manager);
            assertThat(TwoDomains.SOURCE.accuracy(adda.sourceClassifier())).isBetween(0.98, 1.0);
            assertThat(TwoDomains.TARGET.accuracy(adda.sourceClassifier())).isBetween(0.3, 0.7);
            assertThat(TwoDomains.TARGET.accuracy(adda.classifier())).isBetween(0.9, 1.0);
        }
    }

    @Test
    void theSourcesEncoderAndTheClassifierStayOnceTheGameBegins() throws IOException {
        Adda adda = adda(2);
        List<float[]> encoder = new ArrayList<>();
        List<float[]> copy = new ArrayList<>();
        List<float[]> classifier = new ArrayList<>();
        try (NDManager manager = TwoDomains.manager();
                Pretrainer<float[]> pretrainer =
                        new Pretrainer<>(adda, samples(), views(), plan(4), manager)) {
            pretrainer
                    .listen(
                            report -> {
                                encoder.add(weights(adda, "encoder"));
                                copy.add(weights(adda, "source_encoder"));
                                classifier.add(weights(adda, "classifier"));
                            })
                    .run();
        }
        assertThat(copy.get(0)).isNotEqualTo(encoder.get(0));
        assertThat(copy.get(1)).isEqualTo(encoder.get(1));
        assertThat(copy.get(3)).isEqualTo(encoder.get(1)).isNotEqualTo(encoder.get(3));
        assertThat(classifier.get(1)).isNotEqualTo(classifier.get(0));
        assertThat(classifier.get(3)).isEqualTo(classifier.get(1));
    }

    private static float[] weights(Adda adda, String role) {
        return StateDict.parameters(adda.networks().get(role))
                .values()
                .iterator()
                .next()
                .getArray()
                .toFloatArray();
    }

    @Test
    void theSourceIsLearntFirst() {
        assertThatThrownBy(() -> adda(0))
                .hasMessage("The source is learnt for at least 1 step, got 0");
    }
}
