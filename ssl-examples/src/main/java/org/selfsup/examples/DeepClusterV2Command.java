package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.Map;
import org.selfsup.contrastive.cluster.DeepClusterV2;
import org.selfsup.encoder.Heads;
import org.selfsup.train.FeatureBank;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains DeepCluster-v2 on pictures. */
@Command(
        name = "deepclusterv2",
        mixinStandardHelpOptions = true,
        description =
                "DeepCluster-v2 (2006.09882): the last epoch's centroids are this one's classifier.")
final class DeepClusterV2Command extends MultiCropContrast<DeepClusterV2> {

    @Mixin private ClusterOptions options = new ClusterOptions();
    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.1f);

    @Option(
            names = "--heads",
            paramLabel = "N",
            defaultValue = "3",
            description = "Clusterings at once (default: ${DEFAULT-VALUE}).")
    private int heads = 3;

    @Override
    public DeepClusterV2 task(Block encoder, int features, PictureSet pictures, long steps) {
        return new DeepClusterV2(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection.value),
                new FeatureBank(pictures.data().train().size(), projection.value),
                new DeepClusterV2.Config(
                        options.clusters,
                        heads,
                        temperature.value,
                        options.iterations,
                        options.every));
    }

    @Override
    public Map<String, Object> figures(
            DeepClusterV2 task, PictureSet pictures, NDManager manager, long seed) {
        return ClusterOptions.figures(task.firstClusters(), task.clusters(), pictures);
    }
}
