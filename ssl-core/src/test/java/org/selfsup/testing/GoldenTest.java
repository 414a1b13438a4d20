package org.selfsup.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoldenTest {

    private final Golden golden = Golden.open("image_ops", Golden.class);

    @Test
    void floatsAndIntegersOfOneImageAgree() {
        float[] floats = golden.floats("hflip/float");
        float[] source = golden.floats("image/float");
        assertThat(golden.shape("image/float")).containsExactly(3, 12, 16);
        assertThat(floats).hasSize(3 * 12 * 16);
        assertThat(floats[15]).isEqualTo(source[0]);
        assertThat(golden.longs("image/uint8")).hasSize(3 * 12 * 16).contains(0, 255);
    }

    @Test
    void differencesAreFound() {
        float[] expected = golden.floats("image/float");
        float[] values = expected.clone();
        assertThat(Tolerance.DEFAULT.compare("image/float", expected, values).share()).isZero();
        values[7] = Float.NaN;
        assertThatThrownBy(() -> Tolerance.DEFAULT.compare("image/float", expected, values))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("image/float at 7");
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatThrownBy(() -> Golden.open("nothing", Golden.class))
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> golden.floats("nothing")).hasMessageContaining("nothing");
        assertThatThrownBy(() -> golden.floats("image/uint8")).hasMessageContaining("I64");
    }
}
