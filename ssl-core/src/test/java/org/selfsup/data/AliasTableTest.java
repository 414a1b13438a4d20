package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AliasTableTest {

    @Test
    void numbersAreDrawnByTheirWeights() {
        double[] weights = {3, 0, 0.5, 1e-9, 6.5};
        AliasTable table = new AliasTable(weights);
        int draws = 200_000;
        int[] counts = new int[weights.length];
        RandomGenerator random = Randomness.at(1);
        for (int i = 0; i < draws; i++) {
            counts[table.draw(random)]++;
        }
        assertThat(counts[1]).isZero();
        for (int i = 0; i < weights.length; i++) {
            double p = weights[i] / 10;
            assertThat((double) counts[i] / draws)
                    .isCloseTo(p, within(1e-5 + 5 * Math.sqrt(p * (1 - p) / draws)));
        }
    }

    @Test
    void whatWeighsNothingIsNeverDrawnWhateverRoundingLeaves() {
        for (int n = 2; n < 60; n++) {
            double[] weights = new double[n];
            Arrays.setAll(weights, i -> i % 3 == 0 ? 0 : 0.1 * i);
            AliasTable table = new AliasTable(weights);
            RandomGenerator random = Randomness.at(n);
            for (int i = 0; i < 2_000; i++) {
                assertThat(weights[table.draw(random)]).isBetween(0.05, 10.0);
            }
        }
    }

    @Test
    void weightsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new AliasTable())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0 with a sum of 0.0");
        assertThatThrownBy(() -> new AliasTable(0, 0)).hasMessageContaining("at least one above 0");
        assertThatThrownBy(() -> new AliasTable(2, -1)).hasMessageContaining("not negative");
        assertThatThrownBy(() -> new AliasTable(1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new AliasTable(1, Double.POSITIVE_INFINITY))
                .hasMessageContaining("Infinity");
    }
}
