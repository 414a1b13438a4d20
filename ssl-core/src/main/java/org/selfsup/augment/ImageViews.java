package org.selfsup.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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
        Ranges.require(channels == 1 || channels == 3, "Pictures have 1 or 3 channels", channels);
        Ranges.require(!pipelines.isEmpty(), "There is at least one view", "none");
        this.channels = channels;
        this.pipelines = List.copyOf(pipelines);
    }

    /** One pipeline per view. */
    public List<ImagePipeline> pipelines() {
        return pipelines;
    }

    @Override
    public Batch<Image> batch(int n) {
        Ranges.require(n >= 1, "A batch has at least one slot", n);
        return new Slots(n);
    }

    private final class Slots implements Batch<Image> {

        private final int n;
        private final List<ByteBuffer> memory = new ArrayList<>(); // each (n, h, w, c)

        Slots(int n) {
            this.n = n;
            for (ImagePipeline pipeline : pipelines) {
                memory.add(ViewMemory.allocate(shape(pipeline).size()));
            }
        }

        @Override
        public void put(int slot, Image sample, RandomGenerator random) {
            Ranges.require(slot >= 0 && slot < n, "The batch has slots 0 to " + (n - 1), slot);
            if (sample.channels() != channels) {
                throw new IllegalArgumentException(
                        "The views are of pictures with "
                                + channels
                                + " channels, got one with "
                                + sample.channels());
            }
            PlanarImage image = images.get();
            for (int v = 0; v < pipelines.size(); v++) {
                ImagePipeline pipeline = pipelines.get(v);
                pipeline.apply(sample, image, random);
                requireSize(pipeline.crop(), image);
                image.interleave(memory.get(v).asFloatBuffer(), slot * image.size());
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays = new NDList();
            for (int v = 0; v < pipelines.size(); v++) {
                // Shares this memory and keeps it reachable as long as the manager is open.
                NDArray array =
                        manager.create(
                                memory.get(v).duplicate(),
                                shape(pipelines.get(v)),
                                DataType.FLOAT32);
                arrays.add(array.transpose(0, 3, 1, 2));
            }
            return arrays;
        }

        private Shape shape(ImagePipeline pipeline) {
            return new Shape(n, pipeline.crop().height(), pipeline.crop().width(), channels);
        }

        private void requireSize(Crop crop, PlanarImage image) {
            if (image.channels() != channels
                    || image.height() != crop.height()
                    || image.width() != crop.width()) {
                throw new IllegalArgumentException(
                        "A view is "
                                + channels
                                + " x "
                                + crop.height()
                                + " x "
                                + crop.width()
                                + ", but its transforms made it "
                                + image.channels()
                                + " x "
                                + image.height()
                                + " x "
                                + image.width());
            }
        }
    }
}
