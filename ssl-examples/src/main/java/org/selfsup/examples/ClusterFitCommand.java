package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.selfsup.cluster.KMeans;
import org.selfsup.contrastive.cluster.ClusterFit;
import org.selfsup.data.Randomness;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains ClusterFit on pictures, with the clusters of a finished run's features. */
@Command(
        name = "clusterfit",
        mixinStandardHelpOptions = true,
        description =
                "ClusterFit (1912.03330): learn from scratch the clusters of a run's features.")
final class ClusterFitCommand extends InstanceContrast<ClusterFit> {

    private static final int ITERATIONS = 20;

    @Option(
            names = "--from",
            paramLabel = "RUN",
            required = true,
            description = "Run directory of the encoder whose features are clustered.")
    private Path from = Path.of("");

    @Option(
            names = "--clusters",
            paramLabel = "K",
            defaultValue = "300",
            description = "Clusters (default: ${DEFAULT-VALUE}).")
    private int clusters = 300;

    private int @Nullable [] found;

    @Override
    public ClusterFit task(Block encoder, int features, PictureSet pictures, long steps) {
        if (found == null) {
            try {
                found = cluster();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ClusterFit(encoder, found);
    }

    private int[] cluster() throws IOException {
        RunSettings settings = RunSettings.read(from);
        PictureSet seen = open(settings, data());
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Features features =
                    seen.features(
                            settings.trainedEncoder(from, seen, manager),
                            seen.train(),
                            Device.cpu());
            return new KMeans(clusters, ITERATIONS, KMeans.Metric.EUCLIDEAN)
                    .cluster(
                            features.values(), features.dimension(), Randomness.at(settings.seed()))
                    .of();
        }
    }
}
