package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;

class QuantizeTest {

    @Test
    void eightBitsStayAsTheyAreAndFewerLevelsAreTheNearest() {
        PlanarImage image = new PlanarImage();
        image.reshape(1, 16, 16);
        for (int level = 0; level < 256; level++) {
            image.plane(0)[level] = level / 255f;
        }
        new Quantize(256).apply(image, Randomness.at(1));
        for (int level = 0; level < 256; level++) {
            assertThat(image.plane(0)[level]).isEqualTo(level);
            image.plane(0)[level] = level / 255f;
        }
        new Quantize(4).apply(image, Randomness.at(1));
        assertThat(image.plane(0)[42]).isZero();
        assertThat(image.plane(0)[43]).isEqualTo(1);
        assertThat(image.plane(0)[255]).isEqualTo(3);
    }

    @Test
    void oneLevelIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Quantize(1))
                .withMessageContaining("2 to 256 levels");
    }
}
