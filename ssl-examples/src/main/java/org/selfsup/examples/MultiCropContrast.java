package org.selfsup.examples;

import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SwAvAugmentation;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on two large views of every picture and several small ones.
 *
 * @param <T> the task
 */
abstract class MultiCropContrast<T extends PretextTask> extends InstanceContrast<T> {

    @Option(
            names = "--small-views",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Small views beside the two large ones, half their size (default: ${DEFAULT-VALUE}).")
    private int smallViews = 4;

    @Override
    public final ImageViews views(PictureSet pictures) {
        int small = Math.max(1, pictures.size() / 2);
        return new SwAvAugmentation(augmentation(pictures), small, smallViews).views();
    }
}
