package org.selfsup.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * The augmentation of BYOL: random resized crop of 8 % to 100 % of the area (bicubic), horizontal
 * flip (0.5), colour jitter (0.4 brightness and contrast, 0.2 saturation, 0.1 hue; 0.8), grayscale
 * (0.2), Gaussian blur (first view 1, second 0.1) and solarization (first view 0, second 0.2), then
 * normalisation.
 *
 * <p>Grill et al. 2020, <a href="https://arxiv.org/abs/2006.07733">Bootstrap Your Own Latent</a>,
 * appendix B, table 6. The kernel of the blur is 10 % of the size, made odd: 23 for 224.
 *
 * @param size rows and columns of a view
 * @param channels 1 or 3
 * @param blur whether to blur; small pictures are better left sharp
 * @param normalize last step
 */
public record ByolAugmentation(int size, int channels, boolean blur, Normalize normalize) {

    /** The paper's setting, 224 x 224. */
    public static final ByolAugmentation IMAGENET =
            new ByolAugmentation(224, 3, true, Normalize.IMAGENET);

    /** The same for 32 x 32, without blur. */
    public static final ByolAugmentation CIFAR10 =
            new ByolAugmentation(32, 3, false, Normalize.CIFAR10);

    /** Checks the parameters. */
    public ByolAugmentation {
        Ranges.requireView(size, channels, normalize);
    }

    /** Makes the first view, nearly always blurred. */
    public ImagePipeline first() {
        return pipeline(size, 0.08, 1, blur ? 1 : 0, 0, normalize);
    }

    /** Makes the second view, rarely blurred, sometimes solarized. */
    public ImagePipeline second() {
        return pipeline(size, 0.08, 1, blur ? 0.1 : 0, 0.2, normalize);
    }

    /** The two views of every picture. */
    public ImageViews views() {
        return new ImageViews(channels, List.of(first(), second()));
    }

    /** One view without randomness, for evaluation: the centre, normalised alike. */
    public ImageViews evaluationViews() {
        return ImageViews.ofCentre(size, channels, normalize);
    }

    /** BYOL's view with its own crop, blur and solarization; DINO's are such views. */
    static ImagePipeline pipeline(
            int size,
            double minScale,
            double maxScale,
            double blur,
            double solarize,
            Normalize normalize) {
        List<ImageTransform> transforms = new ArrayList<>();
        transforms.add(new RandomHorizontalFlip(0.5));
        transforms.add(new ColorJitter(0.4, 0.4, 0.2, 0.1, 0.8));
        transforms.add(new RandomGrayscale(0.2));
        if (blur > 0) {
            transforms.add(GaussianBlur.forSize(size, blur));
        }
        if (solarize > 0) {
            transforms.add(new RandomSolarize(0.5, solarize));
        }
        transforms.add(normalize);
        return new ImagePipeline(
                new RandomResizedCrop(size, minScale, maxScale, Interpolation.BICUBIC), transforms);
    }
}
