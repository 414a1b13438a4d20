package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.partial.ContextEncoder;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.Hole;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.MaskedViews;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ChannelwiseLinear;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.MapDecoder;
import org.selfsup.encoder.PatchDiscriminator;
import org.selfsup.encoder.Sequence;
import org.selfsup.eval.PeakSignalToNoise;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a context encoder on pictures. */
@Command(
        name = "contextencoder",
        mixinStandardHelpOptions = true,
        description =
                "Context encoder (1604.07379): fill a hole so that it is near and looks real.")
final class ContextEncoderCommand extends Completion<ContextEncoder> {

    private static final int WIDTH = 32; // of the discriminator
    private static final int HALVINGS = 3;

    @Option(
            names = "--hole",
            paramLabel = "PIXELS",
            description = "Rows and columns of the hole (default: half of the picture's).")
    private @Nullable Integer side;

    @Option(
            names = "--drift",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description =
                    "How far the hole may be off the middle, in rows and columns (default:"
                            + " ${DEFAULT-VALUE}).")
    private int drift;

    @Option(
            names = "--adversarial",
            paramLabel = "X",
            defaultValue = "0.001",
            description = "Weight of the adversarial part, 0 for none (default: ${DEFAULT-VALUE}).")
    private double adversarial = 0.001;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "Channels of the decoder's first convolution (default: ${DEFAULT-VALUE}).")
    private int width = 256;

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "The holes of N test pictures, drawn at random, give the figures (default:"
                            + " ${DEFAULT-VALUE}).")
    private int evaluated = 1000;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual("convnet", 1e-3, 0.5);
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        return new ImageViews(
                pictures.channels(),
                List.of(
                        new ImagePipeline(
                                new CenterCrop(pictures.size()),
                                new RandomHorizontalFlip(0.5),
                                pictures.normalize())));
    }

    @Override
    public Views<Image> views(PictureSet pictures, ContextEncoder task) {
        int size = pictures.size();
        int hole = side == null ? Math.max(1, size / 2) : side;
        return new MaskedViews<>(views(pictures), List.of(new Hole(size, size, hole, drift)));
    }

    @Override
    public ContextEncoder task(Block encoder, int features, PictureSet pictures, long steps) {
        MapOption.Last map = MapOption.last(encoder, pictures.batchOfOne());
        Sequence decoder =
                new Sequence()
                        .add("channelwise", new ChannelwiseLinear())
                        .add("mix", Layers.conv(map.channels(), 1, 1, 0, true))
                        .add("relu", Layers.reluInPlace())
                        .add(
                                "up",
                                MapDecoder.of(
                                        width, map.rows(), pictures.size(), pictures.channels()));
        return new ContextEncoder(
                encoder,
                map.name(),
                decoder,
                PatchDiscriminator.of(WIDTH, HALVINGS),
                new ContextEncoder.Config(1 - adversarial, adversarial));
    }

    @Override
    Map<String, NDArray> shown(ContextEncoder task, Pass pass, NDList batch) {
        NDArray x = batch.head();
        Map<String, NDArray> rows = new LinkedHashMap<>();
        rows.put("seen", ContextEncoder.seen(batch));
        rows.put("filled", task.fill(pass, batch));
        rows.put("bilinear", Filling.BILINEAR.fill(x, batch.get(1)));
        rows.put("truth", x);
        return rows;
    }

    @Override
    public Map<String, Object> figures(
            ContextEncoder task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        PeakSignalToNoise filled = new PeakSignalToNoise();
        PeakSignalToNoise mean = new PeakSignalToNoise();
        PeakSignalToNoise bilinear = new PeakSignalToNoise();
        eachBatch(
                task,
                pictures,
                manager,
                evaluated,
                seed,
                (pass, batch) -> {
                    NDArray x = pictures.raw(batch.head());
                    NDArray missing = batch.get(1);
                    NDArray truth = content(x, missing);
                    filled.add(content(pictures.raw(task.fill(pass, batch)), missing), truth);
                    mean.add(content(Filling.MEAN.fill(x, missing), missing), truth);
                    bilinear.add(content(Filling.BILINEAR.fill(x, missing), missing), truth);
                });
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("psnr", filled.mean());
        figures.put("mean_psnr", mean.mean());
        figures.put("bilinear_psnr", bilinear.mean());
        return Map.of("hole", figures);
    }

    /** What lies in the holes, (n, c, k). */
    private static NDArray content(NDArray x, NDArray missing) {
        Shape shape = x.getShape();
        NDArray at = missing.expandDims(1).repeat(1, shape.get(1));
        return x.reshape(shape.get(0), shape.get(1), -1).gather(at, 2);
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("hole") instanceof Map<?, ?> hole
                ? String.format(
                        Locale.ROOT,
                        "Holes of test pictures filled to %.2f dB (by the mean %.2f, bilinearly"
                                + " %.2f)",
                        Method.number(hole, "psnr"),
                        Method.number(hole, "mean_psnr"),
                        Method.number(hole, "bilinear_psnr"))
                : "";
    }
}
