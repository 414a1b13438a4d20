package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.cluster.SwAv;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains SwAV on pictures. */
@Command(
        name = "swav",
        mixinStandardHelpOptions = true,
        description = "SwAV (2006.09882): predict from one crop the prototypes of another.")
final class SwAvCommand extends MultiCropContrast<SwAv> {

    @Mixin private ProjectionOption projection = new ProjectionOption(128);

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.1f);

    @Option(
            names = "--prototypes",
            paramLabel = "K",
            defaultValue = "100",
            description = "Prototypes (default: ${DEFAULT-VALUE}).")
    private int prototypes = 100;

    @Option(
            names = "--epsilon",
            paramLabel = "X",
            defaultValue = "0.05",
            description = "Smoothness of the assignments (default: ${DEFAULT-VALUE}).")
    private float epsilon = 0.05f;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "1024",
            description =
                    "Embeddings of earlier samples that share the assignment, 0 for none (default:"
                            + " ${DEFAULT-VALUE}).")
    private int queue = 1024;

    @Option(
            names = "--queue-start",
            paramLabel = "STEP",
            defaultValue = "100",
            description = "First step in which the queue counts (default: ${DEFAULT-VALUE}).")
    private long queueStart = 100;

    @Option(
            names = "--freeze-prototypes",
            paramLabel = "STEPS",
            defaultValue = "50",
            description = "Steps in which prototypes are not trained (default: ${DEFAULT-VALUE}).")
    private long frozen = 50;

    @Override
    public SwAv task(Block encoder, int features, PictureSet pictures, long steps) {
        return new SwAv(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, features, projection.value),
                new SwAv.Config(
                        projection.value,
                        prototypes,
                        temperature.value,
                        epsilon,
                        queue,
                        queueStart,
                        frozen));
    }
}
