package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.contrastive.instance.SimClr;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.NtXentLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains SimCLR on pictures. */
@Command(
        name = "simclr",
        mixinStandardHelpOptions = true,
        description = "SimCLR (2002.05709): two views of a picture attract, others repel.")
final class SimClrCommand implements Method, Recipe, Callable<Integer> {

    /** Views larger than this are blurred by default, as in the paper. */
    private static final int LARGE = 64;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.5",
            description = "Temperature of the loss (default: ${DEFAULT-VALUE}).")
    private float temperature = 0.5f;

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    private int projection = 128;

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
    public String family() {
        return "contrastive";
    }

    @Override
    public Integer call() throws Exception {
        return new ImagePretraining(spec, training).run(this);
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        boolean large = pictures.size() > LARGE;
        return new SimClrAugmentation(
                        pictures.size(),
                        pictures.channels(),
                        jitter == null ? (large ? 1 : 0.5) : jitter,
                        blur == null ? large : blur,
                        pictures.normalize())
                .views();
    }

    @Override
    public SimClr task(Block encoder, int features) {
        return new SimClr(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection),
                new NtXentLoss(temperature));
    }
}
