package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.Collections;
import org.selfsup.augment.ImageViews;
import org.selfsup.contrastive.instance.SupCon;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.SupConLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains SupCon on pictures. */
@Command(
        name = "supcon",
        mixinStandardHelpOptions = true,
        description = "SupCon without labels (2004.11362): all views of a picture attract.")
final class SupConCommand extends InstanceContrast<SupCon> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.5f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Option(
            names = "--views",
            paramLabel = "V",
            description = "Views of a picture (default: ${DEFAULT-VALUE}).")
    private int views = 4;

    @Override
    public SupCon task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SupCon(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection.value),
                new SupConLoss(temperature.value));
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        if (views < 2) {
            throw new IllegalArgumentException(
                    "SupCon compares at least 2 views of a picture, got --views " + views);
        }
        return new ImageViews(
                pictures.channels(), Collections.nCopies(views, augmentation(pictures).pipeline()));
    }
}
