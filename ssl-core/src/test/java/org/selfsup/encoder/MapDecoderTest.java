package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapDecoderTest {

    @ParameterizedTest
    @CsvSource({"4, 32", "4, 28", "8, 8", "3, 7", "5, 28", "1, 2"})
    void aMapBecomesAPictureOfAnySize(int rows, int size) {
        Sequence net = MapDecoder.of(20, rows, size, 3);
        try (Forward forward = new Forward(net, 1, 6, rows, rows)) {
            Shape expected = new Shape(2, 3, size, size);
            assertThat(forward.eval(forward.input(2, 6, rows, rows)).getShape())
                    .isEqualTo(expected)
                    .isEqualTo(net.getOutputShapes(new Shape[] {new Shape(2, 6, rows, rows)})[0]);
        }
    }

    @Test
    void smallerIsRefused() {
        assertThatThrownBy(() -> MapDecoder.of(8, 8, 4, 3))
                .hasMessageContaining("at least as many rows as it takes, got width 8, 8 to 4");
    }
}
