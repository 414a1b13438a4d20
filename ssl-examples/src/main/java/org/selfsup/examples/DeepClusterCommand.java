package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.Map;
import org.selfsup.contrastive.cluster.DeepCluster;
import org.selfsup.train.FeatureBank;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains DeepCluster on pictures. */
@Command(
        name = "deepcluster",
        mixinStandardHelpOptions = true,
        description = "DeepCluster (1807.05520): cluster the features, learn the clusters, again.")
final class DeepClusterCommand extends InstanceContrast<DeepCluster> {

    @Mixin private ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--components",
            paramLabel = "P",
            defaultValue = "64",
            description = "Principal components that are clustered (default: ${DEFAULT-VALUE}).")
    private int components = 64;

    @Override
    public DeepCluster task(Block encoder, int features, PictureSet pictures, long steps) {
        return new DeepCluster(
                encoder,
                new FeatureBank(pictures.data().train().size(), features),
                new DeepCluster.Config(
                        options.clusters,
                        Math.min(components, features),
                        options.iterations,
                        options.every));
    }

    @Override
    public Map<String, Object> figures(
            DeepCluster task, PictureSet pictures, NDManager manager, long seed) {
        return ClusterOptions.figures(task.firstClusters(), task.clusters(), pictures);
    }
}
