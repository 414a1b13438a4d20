package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.partial.SrGan;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Encoders;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.PatchDiscriminator;
import org.selfsup.encoder.SrResNet;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.PeakSignalToNoise;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains SRGAN on pictures. */
@Command(
        name = "srgan",
        mixinStandardHelpOptions = true,
        description = "SRGAN (1609.04802): enlarge small pictures, near the truth and then sharp.")
final class SrGanCommand extends Completion<SrGan> {

    private static final int WIDTH = 32; // of the discriminator
    private static final int HALVINGS = 3;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often to enlarge, 2, 4 or 8 (default: ${DEFAULT-VALUE}).")
    private int scale = 2;

    @Option(
            names = "--first-stage",
            paramLabel = "N",
            description =
                    "Steps of the mean squared error alone, before the game (default: half of all).")
    private @Nullable Long firstStage;

    @Option(
            names = "--adversarial",
            paramLabel = "X",
            defaultValue = "0.001",
            description = "Weight of the adversarial part (default: ${DEFAULT-VALUE}).")
    private double adversarial = 0.001;

    @Option(
            names = "--features",
            paramLabel = "RUN",
            description =
                    "Run directory of the encoder whose maps are compared in the game (default:"
                            + " compare pixels).")
    private @Nullable Path features;

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "N test pictures, drawn at random, give the figures (default: ${DEFAULT-VALUE}).")
    private int evaluated = 1000;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual("srresnet_small", 1e-3, 0.9, 32);
    }

    /** As the network whose maps are compared saw pictures, if there is one. */
    @Override
    Normalize normalize(Normalize measured) {
        if (features == null) {
            return measured;
        }
        try {
            Map<String, Object> view = RunSettings.read(features).view();
            return new Normalize(RunSettings.floats(view, "mean"), RunSettings.floats(view, "std"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return new ImageViews(
                pictures.channels(),
                List.of(
                        new ImagePipeline(
                                new CenterCrop(pictures.size()),
                                new RandomHorizontalFlip(0.5),
                                pictures.normalize())));
    }

    @Override
    public SrGan task(Block encoder, int width, PictureSet pictures, long steps) {
        if (scale != 2 && scale != 4 && scale != 8) {
            throw new IllegalArgumentException("--scale is 2, 4 or 8, got " + scale);
        }
        int small = Math.max(1, pictures.size() / scale);
        MapOption.Last map =
                MapOption.last(encoder, new Shape(1, pictures.channels(), small, small));
        if (map.rows() != small) {
            throw new IllegalArgumentException(
                    "srgan needs an encoder whose last map is as large as the picture, such as"
                            + " srresnet_small; this one makes "
                            + small
                            + " rows "
                            + map.rows());
        }
        return new SrGan(
                new SrGan.Parts(
                        encoder,
                        map.name(),
                        SrResNet.upsampler(
                                map.channels(),
                                Integer.numberOfTrailingZeros(scale),
                                pictures.channels()),
                        PatchDiscriminator.of(WIDTH, HALVINGS),
                        features == null ? null : phi(features, pictures)),
                new SrGan.Config(scale, firstStage == null ? steps / 2 : firstStage, adversarial));
    }

    /** The last map of a run's encoder. */
    private static FeatureMaps phi(Path run, PictureSet pictures) {
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            RunSettings settings = RunSettings.read(run);
            Block network = Encoders.create(settings.encoder());
            Initialization.startFrom(network, settings.trainedEncoder(run, pictures, scratch));
            return new FeatureMaps(network, MapOption.last(network, pictures.batchOfOne()).name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Map<String, NDArray> shown(SrGan task, Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDArray small = task.smaller(x);
        Map<String, NDArray> rows = new LinkedHashMap<>();
        rows.put("small", small);
        rows.put("bicubic", task.interpolated(small));
        rows.put("enlarged", task.enlarge(pass, small));
        rows.put("truth", x);
        return rows;
    }

    @Override
    public Map<String, Object> figures(
            SrGan task, PictureSet pictures, NDManager manager, long seed) throws IOException {
        PeakSignalToNoise enlarged = new PeakSignalToNoise();
        PeakSignalToNoise bicubic = new PeakSignalToNoise();
        eachBatch(
                task,
                pictures,
                manager,
                evaluated,
                seed,
                (pass, batch) -> {
                    NDArray x = batch.singletonOrThrow();
                    NDArray small = task.smaller(x);
                    NDArray truth = pictures.raw(x);
                    enlarged.add(pictures.raw(task.enlarge(pass, small)), truth);
                    bicubic.add(pictures.raw(task.interpolated(small)), truth);
                });
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("psnr", enlarged.mean());
        figures.put("bicubic_psnr", bicubic.mean());
        return Map.of("enlarged", figures);
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("enlarged") instanceof Map<?, ?> enlarged
                ? String.format(
                        Locale.ROOT,
                        "Test pictures enlarged to %.2f dB (bicubic %.2f)",
                        Method.number(enlarged, "psnr"),
                        Method.number(enlarged, "bicubic_psnr"))
                : "";
    }
}
