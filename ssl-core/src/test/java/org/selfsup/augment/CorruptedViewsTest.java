package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Image;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;

class CorruptedViewsTest {

    private static final ImagePipeline CLEAN =
            new ImagePipeline(new RandomResizedCrop(8, 0.2, 1, Interpolation.BILINEAR));

    @Test
    void maskingLeavesTheRestAsItIs() throws IOException {
        float[][] views = views(new MaskingNoise(0.3));
        int zeros = 0;
        for (int i = 0; i < views[0].length; i++) {
            if (views[1][i] == 0) {
                zeros++;
            } else {
                assertThat(views[1][i]).isEqualTo(views[0][i]);
            }
        }
        assertThat((double) zeros / views[0].length).isCloseTo(0.3, within(0.03));
    }

    @Test
    void saltAndPepperAreEquallyOften() throws IOException {
        float[][] views = views(new SaltAndPepper(0.4, -2, 3));
        double[] share = new double[2];
        for (int i = 0; i < views[0].length; i++) {
            if (views[1][i] != views[0][i]) {
                assertThat(views[1][i]).isIn(-2f, 3f);
                share[views[1][i] > 0 ? 1 : 0] += 1.0 / views[0].length;
            }
        }
        assertThat(share).containsExactly(new double[] {0.2, 0.2}, within(0.03));
    }

    @Test
    void noiseHasItsSpread() throws IOException {
        float[][] views = views(new GaussianNoise(0.5));
        double mean = 0;
        double square = 0;
        for (int i = 0; i < views[0].length; i++) {
            double difference = views[1][i] - views[0][i];
            mean += difference / views[0].length;
            square += difference * difference / views[0].length;
        }
        assertThat(mean).isCloseTo(0, within(0.03));
        assertThat(square).isCloseTo(0.25, within(0.02));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MaskingNoise(1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new SaltAndPepper(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SaltAndPepper(0.1, 1, 0))
                .withMessageContaining("Black is below white, both finite, got 1.0 and 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new GaussianNoise(Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CorruptedViews(2, CLEAN, new MaskingNoise(0.5)));
    }

    /** All numbers of the clean and of the corrupted views of some shapes. */
    private static float[][] views(ImageTransform corruption) throws IOException {
        Samples<Image> shapes = Shapes.generate(24, 8, 1).train();
        Views.Batch<Image> batch = new CorruptedViews(3, CLEAN, corruption).batch(24);
        for (int i = 0; i < 24; i++) {
            batch.put(i, shapes.get(i % shapes.size()), Randomness.at(1, i));
        }
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays).hasSize(2);
            return new float[][] {arrays.get(0).toFloatArray(), arrays.get(1).toFloatArray()};
        }
    }
}
