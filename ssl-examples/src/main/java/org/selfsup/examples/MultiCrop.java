package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.DinoAugmentation;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.PatchMask;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on two global and some local crops of every picture. All use
 * DINO's views, so that methods can be compared.
 *
 * @param <T> the task
 */
abstract class MultiCrop<T extends PretextTask> extends ImageMethod<T> {

    /** Views larger than this are blurred, as in the paper, and cut into larger patches. */
    private static final int LARGE = 64;

    @Option(
            names = "--locals",
            paramLabel = "N",
            defaultValue = "4",
            description = "Local crops of a picture (default: ${DEFAULT-VALUE}).")
    private int locals = 4;

    @Option(
            names = "--local-size",
            paramLabel = "PIXELS",
            description = "Rows and columns of a local crop (default: half of a view's).")
    private @Nullable Integer localSize;

    @Option(
            names = "--share",
            paramLabel = "X",
            defaultValue = "0.4",
            description =
                    "Share of the area where local crops end and global ones begin (default:"
                            + " ${DEFAULT-VALUE}).")
    private double share = 0.4;

    @Override
    public final String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual("vit_mini", 1e-3, 0.9);
    }

    @Override
    public final ImageViews views(PictureSet pictures) {
        int size = pictures.size();
        int unit = size > LARGE ? 16 : 4; // a patch
        return new DinoAugmentation(
                        size,
                        localSize == null ? Math.max(unit, size / 2 / unit * unit) : localSize,
                        locals,
                        pictures.channels(),
                        share,
                        size > LARGE,
                        pictures.normalize())
                .views();
    }

    /** The crops with masks. */
    final Views<Image> masked(PictureSet pictures, PatchMask... masks) {
        return new MaskedViews<>(views(pictures), List.of(masks));
    }

    /** An encoder that has patches. */
    static VisionTransformer transformer(String method, Block encoder) {
        if (encoder instanceof VisionTransformer transformer) {
            return transformer;
        }
        throw new IllegalArgumentException(
                method
                        + " masks the patches of a vision transformer, got "
                        + encoder.getClass().getSimpleName()
                        + "; choose --encoder vit_mini, vit or another of them");
    }

    /** Patches a side of the pictures, as a task's encoder sees them. */
    static int grid(PretextTask task, PictureSet pictures) {
        VisionTransformer encoder = (VisionTransformer) task.encoder();
        return pictures.size() / encoder.config().patch();
    }
}
