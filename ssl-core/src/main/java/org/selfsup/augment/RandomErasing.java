package org.selfsup.augment;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Erases a random part of the picture.
 *
 * <p>The part's share of the area is uniform in [minScale, maxScale], the logarithm of its width /
 * height uniform in [log minRatio, log maxRatio], its place uniform. If ten such parts in turn do
 * not fit, nothing is erased.
 *
 * <p>Zhong et al. 2017, <a href="https://arxiv.org/abs/1708.04896">Random Erasing Data
 * Augmentation</a>.
 *
 * @param minScale smallest share of the area, above 0
 * @param maxScale largest share of the area, at most 1
 * @param minRatio smallest width / height, above 0
 * @param maxRatio largest width / height
 * @param noise whether erased samples are uniform in 0 to 1, or else 0
 * @param p probability, 0 to 1
 */
public record RandomErasing(
        double minScale, double maxScale, double minRatio, double maxRatio, boolean noise, double p)
        implements ImageTransform {

    /** The paper's setting: 2 % to 40 % of the area, ratio 0.3 to 1 / 0.3, noise, half the time. */
    public static final RandomErasing PAPER = new RandomErasing(0.02, 0.4, 0.3, 1 / 0.3, true, 0.5);

    /** Checks the ranges. */
    public RandomErasing {
        Ranges.requireParts("an erased part", minScale, maxScale, minRatio, maxRatio);
        Ranges.requireProbability(p);
    }

    @Override
    public void apply(PlanarImage image, RandomGenerator random) {
        if (!Ranges.happens(p, random)) {
            return;
        }
        double area = image.planeSize();
        Window window =
                Window.draw(
                        image.height(),
                        image.width(),
                        minScale * area,
                        maxScale * area,
                        minRatio,
                        maxRatio,
                        random);
        if (window != null) {
            erase(image, window, noise ? random : null);
        }
    }

    /** Sets a part to noise, or to 0 where no noise is given. */
    static void erase(PlanarImage image, Window window, @Nullable RandomGenerator noise) {
        for (int c = 0; c < image.channels(); c++) {
            float[] plane = image.plane(c);
            for (int y = window.top(); y < window.top() + window.height(); y++) {
                int from = y * image.width() + window.left();
                for (int i = from; i < from + window.width(); i++) {
                    plane[i] = noise == null ? 0 : noise.nextFloat();
                }
            }
        }
    }
}
