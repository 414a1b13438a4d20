package org.selfsup.adversarial.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;

class DannTest extends PretextTaskContract<float[]> {

    @Override
    protected PretextTask task() {
        return dann(Dann.rising(1, 10, 400));
    }

    private static Dann dann(Schedule lambda) {
        return new Dann(
                Mlp.encoder(8),
                Layers.linear(2, true),
                Heads.mlp(Heads.Norm.NONE, 8, 1),
                TwoDomains.SOURCE.labels().orElseThrow(),
                lambda);
    }

    @Override
    protected Samples<float[]> samples() {
        return TwoDomains.SOURCE;
    }

    @Override
    protected Views<float[]> views() {
        return TwoDomains.views();
    }

    /** The other part of the loss is played for. */
    @Override
    protected double loss(StepReport report) {
        return Objects.requireNonNull(report.parts().get("classification"));
    }

    @Test
    void theTargetIsToldWhereTheSourceAloneTeachesTheWrongThing() throws IOException {
        try (NDManager manager = TwoDomains.manager()) {
            Dann alone = dann(Schedule.constant(0));
            TwoDomains.train(alone, 400, 1e-2, manager);
            assertThat(TwoDomains.SOURCE.accuracy(alone.classifier())).isBetween(0.98, 1.0);
            assertThat(TwoDomains.TARGET.accuracy(alone.classifier())).isBetween(0.3, 0.7);

            Dann adapted = dann(Dann.rising(1, 10, 400));
            TwoDomains.train(adapted, 400, 1e-2, manager);
            assertThat(TwoDomains.TARGET.accuracy(adapted.classifier())).isBetween(0.9, 1.0);
        }
    }

    @Test
    void theEncoderLearnsTheOppositeOfWhatTheDomainClassifierLearns() throws IOException {
        float[] none = gradient(0, "encoder");
        float[] once = gradient(1, "encoder");
        float[] twice = gradient(2, "encoder");
        boolean reversed = false;
        for (int i = 0; i < none.length; i++) {
            assertThat(twice[i] - none[i]).isCloseTo(2 * (once[i] - none[i]), within(1e-5f));
            reversed |= Math.abs(once[i] - none[i]) > 1e-3f;
        }
        assertThat(reversed).isTrue();
        assertThat(gradient(2, "domain")).isEqualTo(gradient(0, "domain"));
        assertThat(gradient(2, "classifier")).isEqualTo(gradient(0, "classifier"));
    }

    /** Of the first weight of a network, half way through training. */
    private static float[] gradient(double weight, String role) throws IOException {
        Dann task = dann(Dann.rising(weight, 10, 10));
        try (NDManager manager = TwoDomains.manager();
                Autograd recording = Autograd.on()) {
            task.initialize(5, manager, new Shape(4, 2));
            NDList batch = new NDList();
            for (TwoDomains domain : new TwoDomains[] {TwoDomains.SOURCE, TwoDomains.TARGET}) {
                float[] rows = new float[8];
                for (int i = 0; i < 4; i++) {
                    System.arraycopy(domain.get(i), 0, rows, 2 * i, 2);
                }
                batch.add(manager.create(rows, new Shape(4, 2)));
            }
            Pass pass = new Pass(manager, true, 5, 10, 0, new int[] {0, 1, 2, 3});
            NDList weights =
                    new NDList(
                            StateDict.parameters(task.networks().get(role))
                                    .values()
                                    .iterator()
                                    .next()
                                    .getArray());
            return Autograd.gradients(task.loss(pass, batch), weights).head().toFloatArray();
        }
    }

    @Test
    void lambdaRisesAsInThePaper() {
        Schedule lambda = Dann.rising(0.5, 10, 100);
        assertThat(lambda.at(0)).isEqualTo(0);
        assertThat(lambda.at(25)).isCloseTo(1 / (1 + Math.exp(-2.5)) - 0.5, within(1e-6));
        assertThat(lambda.at(100)).isCloseTo(0.5, within(1e-4)).isEqualTo(lambda.at(200));
    }

    @Test
    void aNegativeWeightIsRefused() {
        assertThatThrownBy(() -> gradient(-1, "encoder"))
                .hasMessageContaining("Gradient reversal")
                .hasMessageContaining("weight");
    }
}
