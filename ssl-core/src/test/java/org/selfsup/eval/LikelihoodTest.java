package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.Samples;

class LikelihoodTest {

    /** Seven samples, number i being (i, i). */
    private static final Samples<float[]> SAMPLES =
            new Samples<>() {
                @Override
                public int size() {
                    return 7;
                }

                @Override
                public float[] get(int index) {
                    return new float[] {index, index};
                }
            };

    private static Likelihood measure(int batch, Likelihood.Model model) throws IOException {
        return Likelihood.measure(SAMPLES, new VectorViews(2), batch, 0, Device.cpu(), model);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void everySampleCountsOnceWhateverTheBatch(int batch) throws IOException {
        Likelihood likelihood = measure(batch, (x, rows) -> firstOf(x).neg());
        assertThat(likelihood.nats()).isCloseTo(3, within(1e-6));
        assertThat(likelihood.samples()).isEqualTo(7);
        assertThat(likelihood.dimensions()).isEqualTo(2);
    }

    @Test
    void rowsAreTheNumbersOfTheSamples() throws IOException {
        measure(
                3,
                (x, rows) -> {
                    NDArray first = firstOf(x);
                    for (int i = 0; i < rows.length; i++) {
                        assertThat(first.getFloat(i)).isEqualTo(rows[i]);
                    }
                    return first;
                });
    }

    /** An even density on [0, 1]: 8 bits for each of 256 values. */
    @Test
    void bitsOfDequantisedValuesCountTheValues() {
        assertThat(new Likelihood(0, 1, 3).bitsPerDimension(256)).isCloseTo(8, within(1e-12));
        assertThat(new Likelihood(3 * Math.log(2), 1, 3).bitsPerDimension(1))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void whatIsNotANumberIsNamed() {
        assertThatThrownBy(() -> measure(3, (x, rows) -> firstOf(x).sub(5).log()))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("sample 0");
    }

    private static NDArray firstOf(NDList x) {
        return x.head().get(":, 0");
    }
}
