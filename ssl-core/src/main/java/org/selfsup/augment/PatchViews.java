package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Image;
import org.selfsup.data.Views;

/**
 * Pictures as patches: a batch is one array {@code (n g, c, p, p)}, patch j of sample i at row
 * {@code i g + j}, row by row of the grid.
 *
 * <p>The array lies in memory channels last and shares it, see {@link ImageViews}.
 */
public final class PatchViews implements Views<Image> {

    private final int channels;
    private final ImagePipeline picture;
    private final PatchGrid grid;
    private final List<ImageTransform> each;
    private final ThreadLocal<PlanarImage> images = ThreadLocal.withInitial(PlanarImage::new);
    private final ThreadLocal<PlanarImage> patches = ThreadLocal.withInitial(PlanarImage::new);

    /**
     * Pictures as patches.
     *
     * @param channels of every picture, 1 or 3
     * @param picture makes what the patches are cut from; its size is at least the grid's
     * @param grid where the patches lie, from the top left corner on
     * @param each what happens to each patch by itself; it keeps the size
     */
    public PatchViews(
            int channels, ImagePipeline picture, PatchGrid grid, List<ImageTransform> each) {
        Ranges.requireChannels(channels);
        Crop crop = picture.crop();
        Ranges.require(
                crop.height() >= grid.height() && crop.width() >= grid.width(),
                "The grid needs pictures of at least " + grid.height() + " x " + grid.width(),
                crop.height() + " x " + crop.width());
        this.channels = channels;
        this.picture = picture;
        this.grid = grid;
        this.each = List.copyOf(each);
    }

    @Override
    public Batch<Image> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Image> {

        private final int n;
        private final PictureRows rows;

        Slots(int n) {
            this.n = n;
            rows =
                    new PictureRows(
                            Math.multiplyExact(n, grid.count()),
                            grid.size(),
                            grid.size(),
                            channels);
        }

        @Override
        public void put(int slot, Image sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            Ranges.requireChannels(sample, channels);
            PlanarImage image = images.get();
            PlanarImage patch = patches.get();
            picture.apply(sample, image, random);
            for (int j = 0; j < grid.count(); j++) {
                grid.cut(image, j, patch, random);
                for (ImageTransform transform : each) {
                    transform.apply(patch, random);
                }
                rows.put(slot * grid.count() + j, patch);
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            return new NDList(rows.toArray(manager));
        }
    }
}
