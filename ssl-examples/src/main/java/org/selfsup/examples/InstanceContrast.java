package org.selfsup.examples;

import org.jspecify.annotations.Nullable;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on views of every picture, two unless it says otherwise. All use
 * SimCLR's views, so that methods can be compared.
 *
 * @param <T> the task
 */
abstract class InstanceContrast<T extends PretextTask> extends ImageMethod<T> {

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

    @Override
    public final String family() {
        return "contrastive";
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return augmentation(pictures).views();
    }

    /** How a view is made. */
    final SimClrAugmentation augmentation(PictureSet pictures) {
        boolean large = pictures.size() > LARGE;
        return new SimClrAugmentation(
                pictures.size(),
                pictures.channels(),
                jitter == null ? (large ? 1 : 0.5) : jitter,
                blur == null ? large : blur,
                pictures.normalize());
    }
}
