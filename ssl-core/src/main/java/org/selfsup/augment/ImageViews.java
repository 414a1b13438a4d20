package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Image;
import org.selfsup.data.Views;

/**
 * Views of pictures, one per pipeline: a batch is one array {@code (n, c, h, w)} each, with the
 * sizes of that pipeline's crop.
 *
 * <p>The arrays lie in memory as {@code (n, h, w, c)}, known as channels last, for which the engine
 * has its fastest kernels. On the CPU they share the batch's memory, and closing the manager frees
 * everything: give {@code toArrays} one that lives for a step.
 */
public final class ImageViews implements Views<Image> {

    private final int channels;
    private final List<ImagePipeline> pipelines;
    private final ThreadLocal<PlanarImage> images = ThreadLocal.withInitial(PlanarImage::new);

    /**
     * Views of pictures.
     *
     * @param channels of every picture, 1 or 3
     * @param pipelines one per view, at least one
     */
    public ImageViews(int channels, List<ImagePipeline> pipelines) {
        Ranges.requireChannels(channels);
        Ranges.require(!pipelines.isEmpty(), "There is at least one view", "none");
        this.channels = channels;
        this.pipelines = List.copyOf(pipelines);
    }

    /**
     * Multi-crop: a few views of the usual size and many small ones, which cost little. The arrays
     * of the global views come first.
     *
     * <p>Caron et al. 2020, <a href="https://arxiv.org/abs/2006.09882">Unsupervised Learning of
     * Visual Features by Contrasting Cluster Assignments</a>, section 3.3.
     *
     * @param channels of every picture, 1 or 3
     * @param globals one per global view, at least one
     * @param local how every local view is made
     * @param locals how many local views, 0 or more
     */
    public static ImageViews multiCrop(
            int channels, List<ImagePipeline> globals, ImagePipeline local, int locals) {
        Ranges.require(!globals.isEmpty(), "There is at least one global view", "none");
        Ranges.require(locals >= 0, "There are 0 or more local views", locals);
        List<ImagePipeline> pipelines = new ArrayList<>(globals);
        pipelines.addAll(Collections.nCopies(locals, local));
        return new ImageViews(channels, pipelines);
    }

    /** One view without randomness, for evaluation: the centre, normalised. */
    public static ImageViews ofCentre(int size, int channels, Normalize normalize) {
        return new ImageViews(
                channels, List.of(new ImagePipeline(new CenterCrop(size), normalize)));
    }

    /** One pipeline per view. */
    public List<ImagePipeline> pipelines() {
        return pipelines;
    }

    @Override
    public Batch<Image> batch(int n) {
        Ranges.requireSlots(n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Image> {

        private final int n;
        private final List<PictureRows> views;

        Slots(int n) {
            this.n = n;
            views =
                    pipelines.stream()
                            .map(ImagePipeline::crop)
                            .map(crop -> new PictureRows(n, crop.height(), crop.width(), channels))
                            .toList();
        }

        @Override
        public void put(int slot, Image sample, RandomGenerator random) {
            Ranges.requireSlot(slot, n);
            Ranges.requireChannels(sample, channels);
            PlanarImage image = images.get();
            for (int v = 0; v < pipelines.size(); v++) {
                pipelines.get(v).apply(sample, image, random);
                views.get(v).put(slot, image);
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays = new NDList();
            for (PictureRows view : views) {
                arrays.add(view.toArray(manager));
            }
            return arrays;
        }
    }
}
