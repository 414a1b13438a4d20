package org.selfsup.examples;

import org.jspecify.annotations.Nullable;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SimClrAugmentation;
import picocli.CommandLine.Option;

/**
 * Options of the views that methods of instance contrast share: SimCLR's, so that methods can be
 * compared.
 */
final class TwoViews {

    /** Views larger than this are blurred by default, as in the paper. */
    private static final int LARGE = 64;

    @Option(
            names = "--jitter",
            paramLabel = "S",
            description = "Strength of the colour jitter (default: 0.5 up to 64 pixels, else 1).")
    private @Nullable Double jitter;

    @Option(
            names = "--blur",
            negatable = true,
            description = "Blur views (default: from 65 pixels on).")
    private @Nullable Boolean blur;

    ImageViews of(PictureSet pictures) {
        boolean large = pictures.size() > LARGE;
        return new SimClrAugmentation(
                        pictures.size(),
                        pictures.channels(),
                        jitter == null ? (large ? 1 : 0.5) : jitter,
                        blur == null ? large : blur,
                        pictures.normalize())
                .views();
    }
}
