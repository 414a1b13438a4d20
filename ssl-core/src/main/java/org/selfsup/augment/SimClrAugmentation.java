package org.selfsup.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * The augmentation of SimCLR: random resized crop, horizontal flip (0.5), colour jitter (0.8),
 * grayscale (0.2) and Gaussian blur (0.5), then normalisation.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2002.05709">A Simple Framework for
 * Contrastive Learning of Visual Representations</a>, appendix A. Everything is computed on floats,
 * not on 8-bit samples. The kernel of the blur is 10 % of the size, made odd.
 *
 * @param size rows and columns of a view
 * @param channels 1 or 3
 * @param strength s of the colour jitter: 1 for ImageNet, 0.5 for CIFAR-10
 * @param blur whether to blur: the paper does for ImageNet, not for CIFAR-10
 * @param normalize last step
 */
public record SimClrAugmentation(
        int size, int channels, double strength, boolean blur, Normalize normalize) {

    /** The paper's ImageNet setting, 224 x 224. */
    public static final SimClrAugmentation IMAGENET =
            new SimClrAugmentation(224, 3, 1, true, Normalize.IMAGENET);

    /** The paper's CIFAR-10 setting, 32 x 32. */
    public static final SimClrAugmentation CIFAR10 =
            new SimClrAugmentation(32, 3, 0.5, false, Normalize.CIFAR10);

    /** Checks the parameters. */
    public SimClrAugmentation {
        Ranges.requireView(size, channels, normalize);
        ColorJitter.ofStrength(strength);
    }

    /** Makes one view. */
    public ImagePipeline pipeline() {
        return pipeline(new RandomResizedCrop(size));
    }

    /** Makes one view of another crop. */
    ImagePipeline pipeline(Crop crop) {
        List<ImageTransform> transforms = new ArrayList<>();
        transforms.add(new RandomHorizontalFlip(0.5));
        transforms.add(ColorJitter.ofStrength(strength));
        transforms.add(new RandomGrayscale(0.2));
        if (blur) {
            transforms.add(GaussianBlur.forSize(crop.height()));
        }
        transforms.add(normalize);
        return new ImagePipeline(crop, transforms);
    }

    /** Two views of every picture, drawn alike and independently. */
    public ImageViews views() {
        return new ImageViews(channels, List.of(pipeline(), pipeline()));
    }

    /** One view without randomness, for evaluation: the centre, normalised alike. */
    public ImageViews evaluationViews() {
        return ImageViews.ofCentre(size, channels, normalize);
    }
}
