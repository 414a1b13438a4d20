package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Health.Verdict;

class HealthMonitorTest {

    @Test
    void spreadEmbeddingsAreHealthy() {
        HealthMonitor monitor = new HealthMonitor();
        assertThat(repeat(monitor, Map.of("embedding_std", 0.95f, "effective_rank", 60f)))
                .isEqualTo(Health.OK);
    }

    @Test
    void equalEmbeddingsAreACollapseAndTheCauseIsNamed() {
        Health health = repeat(new HealthMonitor(), Map.of("embedding_std", 0.01f));
        assertThat(health.verdict()).isEqualTo(Verdict.COLLAPSED);
        assertThat(health.toString()).contains("nearly the same", "0.0100", "predictor");
    }

    @Test
    void oneBadMomentIsNoVerdict() {
        HealthMonitor monitor = new HealthMonitor();
        repeat(monitor, Map.of("embedding_std", 0.9f));
        assertThat(monitor.observe(Map.of("embedding_std", 0.01f)).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void theWorstVerdictCountsAndRecoveryIsSeen() {
        HealthMonitor monitor = new HealthMonitor();
        Map<String, Float> bad = Map.of("embedding_std", 0.2f, "sample_diversity", 0.01f);
        assertThat(repeat(monitor, bad).verdict()).isEqualTo(Verdict.COLLAPSED);
        Map<String, Float> good = Map.of("embedding_std", 0.9f, "sample_diversity", 1f);
        assertThat(repeat(monitor, good).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void aDiscriminatorThatIsAlwaysRightIsAWarning() {
        Health health = repeat(new HealthMonitor(), Map.of("discriminator_accuracy", 1f));
        assertThat(health.verdict()).isEqualTo(Verdict.WARN);
        health = repeat(new HealthMonitor(), Map.of("discriminator_accuracy", 0.8f));
        assertThat(health.verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        HealthMonitor monitor = new HealthMonitor();
        repeat(monitor, Map.of("sample_diversity", Float.NaN));
        Health health = repeat(monitor, Map.of("sample_diversity", 0.01f));
        assertThat(health.verdict()).isEqualTo(Verdict.COLLAPSED);
    }

    /** Two of three real samples and one of two generated ones are told right. */
    @Test
    void aGameIsReportedByItsBalanceAndItsVariety() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Pass pass = new Pass(manager, true, 0, 1);
            pass.watchLogits(
                    manager.create(new float[] {3, 1, -1}), manager.create(new float[] {-2, 5}));
            assertThat(pass.parts().get("discriminator_accuracy"))
                    .isCloseTo(7 / 12f, within(1e-6f));
            NDArray real = manager.create(new float[] {0, 2, 4, 6}, new Shape(2, 2));
            pass.watchSamples(real, Numbers.times(real, 0.25));
            assertThat(pass.parts().get("sample_diversity")).isCloseTo(0.25f, within(1e-6f));
        }
    }

    @Test
    void onePrototypeForAllIsACollapse() {
        Health health = repeat(new HealthMonitor(), Map.of("prototype_entropy", 0.05f));
        assertThat(health.verdict()).isEqualTo(Verdict.COLLAPSED);
        assertThat(health.toString()).contains("the same prototypes", "centre");
        health = repeat(new HealthMonitor(), Map.of("prototype_entropy", 0.4f)); // ten of 256
        assertThat(health.verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void theEntropyOfPrototypesIsThatOfTheirMean() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray own = manager.eye(4); // everyone its own
            assertThat(EmbeddingQuality.prototypes(own)).isCloseTo(1, within(1e-5f));
            assertThat(EmbeddingQuality.prototypes(own.get("0:2"))).isCloseTo(1, within(1e-5f));
            NDArray same = own.get("0:1").repeat(0, 4);
            assertThat(EmbeddingQuality.prototypes(same)).isCloseTo(0, within(1e-5f));
            assertThatThrownBy(() -> EmbeddingQuality.prototypes(own.get("0:1")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("both at least 2, got (1, 4)");
        }
    }

    @Test
    void aGameIsGivenTimeToFindItsBalance() {
        HealthMonitor monitor = new HealthMonitor();
        Map<String, Float> start = Map.of("sample_diversity", 0f, "discriminator_accuracy", 1f);
        for (int i = 0; i < 150; i++) {
            assertThat(monitor.observe(start)).isEqualTo(Health.OK);
        }
    }

    @Test
    void figuresThatAreNoNumbersAreNoCollapse() {
        assertThat(repeat(new HealthMonitor(), Map.of("embedding_std", Float.NaN)).verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void equalRowsHaveNoSpreadAndOneDimension() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray z = manager.ones(new Shape(20, 6));
            Map<String, Float> figures = EmbeddingQuality.of(z, z.neg());
            assertThat(figures.get(EmbeddingQuality.STD)).isCloseTo(0, within(1e-5f));
            assertThat(figures.get(EmbeddingQuality.RANK)).isCloseTo(1, within(1e-3f));
            assertThat(figures.get(EmbeddingQuality.UNIFORMITY)).isCloseTo(0, within(1e-5f));
            assertThat(figures.get(EmbeddingQuality.ALIGNMENT)).isCloseTo(4, within(1e-5f));
        }
    }

    @Test
    void theAxesSpreadOverAllDimensions() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray z = manager.eye(6, 6, 0, DataType.FLOAT32);
            Map<String, Float> figures = EmbeddingQuality.of(z.mul(3), z);
            assertThat(figures.get(EmbeddingQuality.RANK)).isCloseTo(6, within(1e-4f));
            assertThat(figures.get(EmbeddingQuality.ALIGNMENT)).isCloseTo(0, within(1e-6f));
            // All pairs are at a squared distance of 2.
            assertThat(figures.get(EmbeddingQuality.UNIFORMITY)).isCloseTo(-4, within(1e-4f));
            double std = Math.sqrt(1 / 6.0 - 1 / 36.0) * Math.sqrt(6);
            assertThat((double) figures.get(EmbeddingQuality.STD)).isCloseTo(std, within(1e-5));
            assertThatThrownBy(() -> EmbeddingQuality.of(manager.ones(new Shape(1, 6))))
                    .hasMessageContaining("n at least 2, got (1, 6)");
        }
    }

    @Test
    void ofManyRowsSomeAreLookedAt() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDArray z = manager.randomNormal(new Shape(EmbeddingQuality.MOST_ROWS, 6));
            NDArray other = manager.randomNormal(z.getShape());
            assertThat(EmbeddingQuality.of(z.repeat(0, 3), other.repeat(0, 3)))
                    .isEqualTo(EmbeddingQuality.of(z, other));
        }
    }

    private static Health repeat(HealthMonitor monitor, Map<String, Float> parts) {
        Health health = Health.OK;
        for (int i = 0; i < 500; i++) {
            health = monitor.observe(parts);
        }
        return health;
    }
}
