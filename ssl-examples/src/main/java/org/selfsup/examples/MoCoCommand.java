package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.ImageViews;
import org.selfsup.contrastive.instance.MoCo;
import org.selfsup.encoder.Layers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains MoCo on pictures. */
@Command(
        name = "moco",
        mixinStandardHelpOptions = true,
        description = "MoCo (1911.05722): a query finds its key in a queue of a momentum encoder.")
final class MoCoCommand extends ImageMethod<MoCo> {

    @Mixin private TwoViews views = new TwoViews();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.07",
            description = "Temperature of the loss (default: ${DEFAULT-VALUE}).")
    private float temperature = 0.07f;

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    private int projection = 128;

    @Option(
            names = "--queue",
            paramLabel = "K",
            defaultValue = "4096",
            description = "Keys in the queue (default: ${DEFAULT-VALUE}).")
    private int queue = 4096;

    @Option(
            names = "--momentum-encoder",
            paramLabel = "M",
            defaultValue = "0.99",
            description =
                    "Share of the key encoder that is kept each step (default: ${DEFAULT-VALUE}).")
    private double momentum = 0.99;

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Parts of a batch with BatchNorm statistics of their own, keys shuffled among them (default: ${DEFAULT-VALUE}).")
    private int groups = 1;

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        return views.of(pictures);
    }

    @Override
    public MoCo task(Block encoder, int features, PictureSet pictures, long steps) {
        return new MoCo(
                encoder,
                Layers.linear(projection, true),
                new MoCo.Config(projection, queue, temperature, momentum, groups));
    }
}
