package org.selfsup.augment;

import java.util.List;

/**
 * The augmentation of SwAV: SimCLR's, applied to a few crops of 14 % to 100 % of the area and to
 * several smaller ones of 5 % to 14 %.
 *
 * <p>Caron et al. 2020, <a href="https://arxiv.org/abs/2006.09882">Unsupervised Learning of Visual
 * Features by Contrasting Cluster Assignments</a>, section 3.3 and the figures of its code.
 *
 * @param view how a global view is made once it is cropped
 * @param localSize rows and columns of a local view
 * @param locals how many local views, 0 or more
 */
public record SwAvAugmentation(SimClrAugmentation view, int localSize, int locals) {

    /** The paper's setting: two views of 224 x 224 and six of 96 x 96. */
    public static final SwAvAugmentation IMAGENET =
            new SwAvAugmentation(SimClrAugmentation.IMAGENET, 96, 6);

    /** Two views of 32 x 32 and four of 16 x 16, without blur. */
    public static final SwAvAugmentation CIFAR10 =
            new SwAvAugmentation(SimClrAugmentation.CIFAR10, 16, 4);

    /** Checks the sizes. */
    public SwAvAugmentation {
        Ranges.requireSize(localSize);
        Ranges.require(locals >= 0, "There are 0 or more local views", locals);
    }

    /** Two global views of every picture, then the local ones. */
    public ImageViews views() {
        ImagePipeline global = view.pipeline(crop(view.size(), 0.14, 1));
        return ImageViews.multiCrop(
                view.channels(),
                List.of(global, global),
                view.pipeline(crop(localSize, 0.05, 0.14)),
                locals);
    }

    /** One view without randomness, for evaluation: the centre, normalised alike. */
    public ImageViews evaluationViews() {
        return view.evaluationViews();
    }

    private static Crop crop(int size, double minScale, double maxScale) {
        return new RandomResizedCrop(size, minScale, maxScale, Interpolation.BILINEAR);
    }
}
