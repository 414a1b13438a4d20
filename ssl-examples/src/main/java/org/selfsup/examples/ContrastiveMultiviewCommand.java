package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.Collections;
import java.util.List;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.augment.RandomResizedCrop;
import org.selfsup.contrastive.context.ContrastiveMultiview;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Layers;
import org.selfsup.loss.InfoNceLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains contrastive multiview coding on the lightness and colour of pictures. */
@Command(
        name = "cmc",
        mixinStandardHelpOptions = true,
        description = "CMC (1906.05849): lightness and colour of a picture shall agree.")
final class ContrastiveMultiviewCommand extends ImageMethod<ContrastiveMultiview> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.1f);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual("convnet_lab", 1e-3, 0.9);
    }

    /** From 0 to 1, because the encoder has to know the colours. */
    @Override
    Normalize normalize(Normalize measured) {
        int channels = measured.mean().size();
        return new Normalize(Collections.nCopies(channels, 0f), Collections.nCopies(channels, 1f));
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return new ImageViews(
                pictures.channels(),
                List.of(
                        new ImagePipeline(
                                new RandomResizedCrop(pictures.size()),
                                new RandomHorizontalFlip(0.5),
                                pictures.normalize())));
    }

    @Override
    public ContrastiveMultiview task(Block encoder, int features, PictureSet pictures, long steps) {
        return new ContrastiveMultiview(
                encoder,
                Layers.linear(projection.value, true),
                Layers.linear(projection.value, true),
                new InfoNceLoss(temperature.value));
    }
}
