package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.Map;
import org.selfsup.contrastive.cluster.LocalAggregation;
import org.selfsup.encoder.Layers;
import org.selfsup.loss.LocalAggregationLoss;
import org.selfsup.train.FeatureBank;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains local aggregation on pictures. */
@Command(
        name = "localaggregation",
        mixinStandardHelpOptions = true,
        description =
                "Local aggregation (1903.12355): of the nearest samples those of one's clusters attract.")
final class LocalAggregationCommand extends InstanceContrast<LocalAggregation> {

    @Mixin private ClusterOptions options = new ClusterOptions();
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.1f);

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of k-means whose clusters are united (default: ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(
            names = "--background",
            paramLabel = "N",
            defaultValue = "1024",
            description =
                    "Nearest samples to tell the close ones from (default: ${DEFAULT-VALUE}).")
    private int background = 1024;

    @Option(
            names = "--momentum-bank",
            paramLabel = "M",
            defaultValue = "0.5",
            description = "Share of a row of the bank that is kept (default: ${DEFAULT-VALUE}).")
    private double momentum = 0.5;

    @Override
    public LocalAggregation task(Block encoder, int features, PictureSet pictures, long steps) {
        int samples = pictures.data().train().size();
        return new LocalAggregation(
                encoder,
                Layers.linear(projection.value, true),
                new FeatureBank(samples, projection.value),
                new LocalAggregationLoss(Math.min(background, samples), temperature.value),
                new LocalAggregation.Config(
                        options.clusters, runs, options.iterations, momentum, options.every));
    }

    @Override
    public Map<String, Object> figures(
            LocalAggregation task, PictureSet pictures, NDManager manager, long seed) {
        return ClusterOptions.figures(task.firstClusters(), task.clusters(), pictures);
    }
}
