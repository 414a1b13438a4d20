package org.selfsup.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * The augmentation of MoCo v2: random resized crop of 20 % to 100 % of the area, colour jitter (0.4
 * brightness, contrast and saturation, 0.1 hue; 0.8), grayscale (0.2), Gaussian blur (0.5) and
 * horizontal flip (0.5), then normalisation.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2003.04297">Improved Baselines with Momentum
 * Contrastive Learning</a>, section 3, with the figures of its code. The blur is cut to a kernel of
 * 10 % of the size, made odd, as SimCLR's is.
 *
 * @param size rows and columns of a view
 * @param channels 1 or 3
 * @param blur whether to blur; small pictures are better left sharp
 * @param normalize last step
 */
public record MoCoV2Augmentation(int size, int channels, boolean blur, Normalize normalize) {

    /** The paper's setting, 224 x 224. */
    public static final MoCoV2Augmentation IMAGENET =
            new MoCoV2Augmentation(224, 3, true, Normalize.IMAGENET);

    /** The same for 32 x 32, without blur. */
    public static final MoCoV2Augmentation CIFAR10 =
            new MoCoV2Augmentation(32, 3, false, Normalize.CIFAR10);

    /** Checks the parameters. */
    public MoCoV2Augmentation {
        Ranges.requireView(size, channels, normalize);
    }

    /** Makes one view. */
    public ImagePipeline pipeline() {
        List<ImageTransform> transforms = new ArrayList<>();
        transforms.add(new ColorJitter(0.4, 0.4, 0.4, 0.1, 0.8));
        transforms.add(new RandomGrayscale(0.2));
        if (blur) {
            transforms.add(GaussianBlur.forSize(size));
        }
        transforms.add(new RandomHorizontalFlip(0.5));
        transforms.add(normalize);
        return new ImagePipeline(
                new RandomResizedCrop(size, 0.2, 1, Interpolation.BILINEAR), transforms);
    }

    /** Two views of every picture, query and key, drawn alike and independently. */
    public ImageViews views() {
        return new ImageViews(channels, List.of(pipeline(), pipeline()));
    }

    /** One view without randomness, for evaluation: the centre, normalised alike. */
    public ImageViews evaluationViews() {
        return ImageViews.ofCentre(size, channels, normalize);
    }
}
