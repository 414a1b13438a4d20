package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.selfsup.engine.LibTorch;
import org.selfsup.generative.SmallText;

class TokenSamplingTest {

    private static final int DRAWS = 20_000;
    private static final float[] LOGITS = {0, 2, -1, 1};

    @Test
    void tokensAreDrawnAsSoftmaxSays() {
        double[] shares = shares(TokenSampling.PLAIN);
        double[] expected = softmax(1, LOGITS);
        for (int i = 0; i < LOGITS.length; i++) {
            assertThat(shares[i]).isCloseTo(expected[i], within(0.015));
        }
    }

    @Test
    void temperatureFlattensAndTopKLeavesOut() {
        double[] shares = shares(new TokenSampling(2, 3));
        double[] expected = softmax(2, 0, 2, Float.NEGATIVE_INFINITY, 1);
        for (int i = 0; i < LOGITS.length; i++) {
            assertThat(shares[i]).isCloseTo(expected[i], within(0.015));
        }
        assertThat(shares(new TokenSampling(1, 1))).containsExactly(0, 1, 0, 0);
    }

    @Test
    void otherNumbersAreRefused() {
        for (double t : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new TokenSampling(t, 1))
                    .hasMessageContaining("positive temperature from at least 1, got " + t);
        }
        assertThatThrownBy(() -> new TokenSampling(1, 0)).hasMessageContaining("got 1.0 and 0");
    }

    private static double[] shares(TokenSampling sampling) {
        double[] shares = new double[LOGITS.length];
        try (SmallText text = new SmallText()) {
            LibTorch.seed(1);
            NDArray rows = text.manager.create(LOGITS).reshape(1, 4).repeat(0, DRAWS);
            NDArray drawn = sampling.draw(rows);
            assertThat(drawn.getShape()).isEqualTo(new Shape(DRAWS, 1));
            for (long token : drawn.toLongArray()) {
                shares[(int) token] += 1.0 / DRAWS;
            }
        }
        return sampling.topK() == 1 ? Arrays.stream(shares).map(Math::rint).toArray() : shares;
    }

    private static double[] softmax(double temperature, float... logits) {
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i] / temperature);
            sum += p[i];
        }
        double all = sum;
        return Arrays.stream(p).map(x -> x / all).toArray();
    }
}
