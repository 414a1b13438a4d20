package org.selfsup.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GoldenTest {

    private final Golden golden = Golden.open("image_ops");

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
        float[] values = golden.floats("image/float");
        golden.assertClose("image/float", values);
        values[7] = Float.NaN;
        assertThatThrownBy(() -> golden.assertClose("image/float", values))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("image/float at 7");
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatThrownBy(() -> Golden.open("nothing")).hasMessageContaining("nothing");
        assertThatThrownBy(() -> golden.floats("nothing")).hasMessageContaining("nothing");
        assertThatThrownBy(() -> golden.floats("image/uint8")).hasMessageContaining("I64");
    }
}
