package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;

class DequantizeTest {

    @Test
    void everyLevelSpreadsOverItsOwn256th() {
        PlanarImage image = new PlanarImage();
        image.reshape(1, 16, 16);
        for (int level = 0; level < 256; level++) {
            image.plane(0)[level] = level / 255f;
        }
        new Dequantize().apply(image, Randomness.at(1));
        double noise = 0;
        for (int level = 0; level < 256; level++) {
            double value = 256.0 * image.plane(0)[level];
            assertThat((int) value).isEqualTo(level);
            noise += (value - level) / 256;
        }
        assertThat(noise).isBetween(0.4, 0.6);
        assertThat(image.plane(0)[255]).isLessThan(1);
    }
}
