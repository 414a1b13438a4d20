package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;
import org.selfsup.data.Image;
import org.selfsup.data.Views;

/**
 * A view of every picture, and the same view corrupted: two arrays {@code (n, c, h, w)} of the same
 * crop.
 *
 * @param channels of every picture, 1 or 3
 * @param clean how the view is made
 * @param corruption what is then done to it, such as {@link MaskingNoise}, {@link SaltAndPepper} or
 *     {@link GaussianNoise}
 */
public record CorruptedViews(int channels, ImagePipeline clean, ImageTransform corruption)
        implements Views<Image> {

    /** Checks the channels. */
    public CorruptedViews {
        Ranges.requireChannels(channels);
    }

    @Override
    public Batch<Image> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Image> {

        private final int n;
        private final PictureRows seen;
        private final PictureRows corrupted;
        private final ThreadLocal<PlanarImage> images = ThreadLocal.withInitial(PlanarImage::new);

        Slots(int n) {
            this.n = n;
            seen = rows();
            corrupted = rows();
        }

        private PictureRows rows() {
            return new PictureRows(n, clean.crop().height(), clean.crop().width(), channels);
        }

        @Override
        public void put(int slot, Image sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            Ranges.requireChannels(sample, channels);
            PlanarImage image = images.get();
            clean.apply(sample, image, random);
            seen.put(slot, image);
            corruption.apply(image, random);
            corrupted.put(slot, image);
        }

        @Override
        public NDList toArrays(NDManager manager) {
            return new NDList(seen.toArray(manager), corrupted.toArray(manager));
        }
    }
}
