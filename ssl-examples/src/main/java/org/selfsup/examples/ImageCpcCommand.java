package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.ImageViews;
import org.selfsup.contrastive.context.ImageCpc;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.RowContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains contrastive predictive coding on pictures. */
@Command(
        name = "imagecpc",
        mixinStandardHelpOptions = true,
        description =
                "CPC (1807.03748) of pictures: from the upper rows tell which patch lies below.")
final class ImageCpcCommand extends InstanceContrast<ImageCpc> {

    private static final int LAYERS = 3;

    @Mixin private AheadOption ahead = new AheadOption(3);

    @Override
    public Usual usual() {
        return new Usual("convnet_patches", 1e-3, 0.9, 32);
    }

    /** One view. */
    @Override
    public Views<Image> views(PictureSet pictures) {
        return new ImageViews(pictures.channels(), List.of(augmentation(pictures).pipeline()));
    }

    @Override
    public ImageCpc task(Block encoder, int features, PictureSet pictures, long steps) {
        return new ImageCpc(encoder, RowContext.of(features, LAYERS), features, ahead.value);
    }
}
