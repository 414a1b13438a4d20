package org.selfsup.augment;

import java.util.List;

/**
 * The augmentation of DINO: two global views as BYOL's, of a large part of the picture, and several
 * smaller local views of a small part, blurred half of the time.
 *
 * <p>Caron et al. 2021, <a href="https://arxiv.org/abs/2104.14294">Emerging Properties in
 * Self-Supervised Vision Transformers</a>, section 3.1, with the figures of its code: global crops
 * of {@code share} to 100 % of the area, local ones of 5 % to {@code share}.
 *
 * @param size rows and columns of a global view
 * @param localSize rows and columns of a local view
 * @param locals how many local views, 0 or more
 * @param channels 1 or 3
 * @param share of the area, where local crops end and global ones begin, 0.05 to 1
 * @param blur whether to blur; small pictures are better left sharp
 * @param normalize last step
 */
public record DinoAugmentation(
        int size,
        int localSize,
        int locals,
        int channels,
        double share,
        boolean blur,
        Normalize normalize) {

    /** The code's setting: two views of 224 x 224 and eight of 96 x 96, share 0.4. */
    public static final DinoAugmentation IMAGENET =
            new DinoAugmentation(224, 96, 8, 3, 0.4, true, Normalize.IMAGENET);

    /** Two views of 32 x 32 and four of 16 x 16, share 0.4, without blur. */
    public static final DinoAugmentation CIFAR10 =
            new DinoAugmentation(32, 16, 4, 3, 0.4, false, Normalize.CIFAR10);

    private static final double MIN_SHARE = 0.05;

    /** Checks the parameters. */
    public DinoAugmentation {
        Ranges.requireView(size, channels, normalize);
        Ranges.requireSize(localSize);
        Ranges.require(locals >= 0, "There are 0 or more local views", locals);
        Ranges.require(
                share >= MIN_SHARE && share <= 1,
                "The share between local and global crops is from " + MIN_SHARE + " to 1",
                share);
    }

    /** The two global views of every picture, then the local ones. */
    public ImageViews views() {
        return ImageViews.multiCrop(
                channels,
                List.of(
                        ByolAugmentation.pipeline(size, share, 1, blur ? 1 : 0, 0, normalize),
                        ByolAugmentation.pipeline(size, share, 1, blur ? 0.1 : 0, 0.2, normalize)),
                ByolAugmentation.pipeline(
                        localSize, MIN_SHARE, share, blur ? 0.5 : 0, 0, normalize),
                locals);
    }

    /** One view without randomness, for evaluation: the centre, normalised alike. */
    public ImageViews evaluationViews() {
        return ImageViews.ofCentre(size, channels, normalize);
    }
}
