package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selfsup.eval.Features;

class PriorTestTest {

    private static PriorTest.Result of(double scale, double shift) {
        Random random = new Random(3);
        float[] values = new float[200 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (shift + scale * random.nextGaussian());
        }
        return PriorTest.of(new Features(values, 4, null), 1);
    }

    @Test
    void drawsOfThePriorPassAndOthersDoNot() {
        PriorTest.Result own = of(1, 0);
        assertThat(own.threshold()).isBetween(1e-4, 0.1);
        assertThat(own.discrepancy()).isBetween(-0.1, own.threshold());
        assertThat(of(0.5, 0).discrepancy()).isBetween(3 * own.threshold(), 10.0);
        assertThat(of(1, 0.5).discrepancy()).isBetween(3 * own.threshold(), 10.0);
    }
}
