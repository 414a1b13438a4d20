package org.selfsup.examples;

import org.jspecify.annotations.Nullable;
import org.selfsup.contrastive.instance.MoCo;
import picocli.CommandLine.Option;

/** Options that MoCo and its second version share. */
final class MoCoOptions {

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Temperature of the loss (default: 0.07 for moco, 0.1 for mocov2).")
    private @Nullable Float temperature;

    @Option(
            names = "--projection",
            paramLabel = "D",
            defaultValue = "128",
            description = "Dimensions the projector ends in (default: ${DEFAULT-VALUE}).")
    int projection = 128;

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

    /** The method's settings, with its usual temperature where none was given. */
    MoCo.Config config(float usual) {
        return new MoCo.Config(
                projection, queue, temperature == null ? usual : temperature, momentum, groups);
    }
}
