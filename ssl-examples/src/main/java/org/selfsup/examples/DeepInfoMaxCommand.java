package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.util.List;
import java.util.function.BinaryOperator;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.RandomHorizontalFlip;
import org.selfsup.contrastive.context.DeepInfoMax;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.loss.LocalInfoNceLoss;
import org.selfsup.loss.MutualInformationLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains Deep InfoMax on pictures. */
@Command(
        name = "deepinfomax",
        mixinStandardHelpOptions = true,
        description =
                "Deep InfoMax (1808.06670): a summary that says much about every place of the picture.")
final class DeepInfoMaxCommand extends ImageMethod<DeepInfoMax> {

    /** How information is estimated. */
    enum Estimator {
        /** Jensen-Shannon. */
        JSD,
        /** Noise-contrastive. */
        INFONCE,
        /** Donsker-Varadhan. */
        DV;

        BinaryOperator<NDArray> loss() {
            return switch (this) {
                case JSD -> new MutualInformationLoss.JensenShannon()::evaluate;
                case INFONCE -> new LocalInfoNceLoss()::evaluate;
                case DV -> new MutualInformationLoss.DonskerVaradhan()::evaluate;
            };
        }
    }

    @Mixin private MapOption map = new MapOption(7);
    @Mixin private UnitsOption units = new UnitsOption(256);

    @Option(
            names = "--estimator",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Estimator estimator = Estimator.INFONCE;

    @Option(
            names = "--global",
            paramLabel = "X",
            description = "Weight of the map as a whole (default: ${DEFAULT-VALUE}).")
    private double global;

    @Option(
            names = "--local",
            paramLabel = "X",
            description = "Weight of the map place by place (default: ${DEFAULT-VALUE}).")
    private double local = 1;

    @Option(
            names = "--prior",
            paramLabel = "X",
            description = "Weight of the prior (default: ${DEFAULT-VALUE}).")
    private double prior = 0.1;

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public DeepInfoMax task(Block encoder, int features, PictureSet pictures, long steps) {
        return new DeepInfoMax(
                encoder,
                map.name(encoder, pictures),
                estimator.loss(),
                new DeepInfoMax.Config(
                        units.value, DeepInfoMax.Config.PAPER.summary(), global, local, prior));
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
}
