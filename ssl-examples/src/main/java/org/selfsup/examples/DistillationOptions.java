package org.selfsup.examples;

import org.selfsup.contrastive.instance.Byol;
import org.selfsup.contrastive.instance.Dino;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Schedule;
import picocli.CommandLine.Option;

/** Options that DINO and iBOT share. */
final class DistillationOptions {

    @Option(
            names = "--prototypes",
            paramLabel = "K",
            defaultValue = "512",
            description = "What the head tells apart (default: ${DEFAULT-VALUE}).")
    private int prototypes = 512;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "256",
            description = "Units in the hidden layers of the head (default: ${DEFAULT-VALUE}).")
    private int hidden = 256;

    @Option(
            names = "--bottleneck",
            paramLabel = "D",
            defaultValue = "64",
            description = "Dimensions before the prototypes (default: ${DEFAULT-VALUE}).")
    private int bottleneck = 64;

    @Option(
            names = "--student-temperature",
            paramLabel = "T",
            defaultValue = "0.1",
            description = "Temperature of the student (default: ${DEFAULT-VALUE}).")
    private float studentTemperature = 0.1f;

    @Option(
            names = "--teacher-temperature",
            paramLabel = "T",
            defaultValue = "0.04",
            description =
                    "Temperature of the teacher after its warm-up (default: ${DEFAULT-VALUE}).")
    private float teacherTemperature = 0.04f;

    @Option(
            names = "--first-temperature",
            paramLabel = "T",
            defaultValue = "0.04",
            description =
                    "Temperature of the teacher in the first step (default: ${DEFAULT-VALUE}).")
    private float firstTemperature = 0.04f;

    @Option(
            names = "--teacher-warm-up",
            paramLabel = "STEPS",
            defaultValue = "0",
            description =
                    "Steps in which the teacher's temperature moves from the first to the last"
                            + " (default: ${DEFAULT-VALUE}).")
    private long warmUp;

    @Option(
            names = "--center-momentum",
            paramLabel = "M",
            defaultValue = "0.9",
            description = "Share of the centre that is kept each step (default: ${DEFAULT-VALUE}).")
    private float centerMomentum = 0.9f;

    @Option(
            names = "--momentum-encoder",
            paramLabel = "M",
            defaultValue = "0.99",
            description =
                    "Share of the teacher kept in the first step; rises to 1 (default: ${DEFAULT-VALUE}).")
    private double momentum = 0.99;

    @Option(
            names = "--frozen",
            paramLabel = "STEPS",
            defaultValue = "20",
            description = "Steps in which the prototypes do not learn (default: ${DEFAULT-VALUE}).")
    private long frozen = 20;

    Sequence head() {
        return Heads.dino(Heads.Norm.NONE, false, hidden, bottleneck, prototypes);
    }

    Dino.Config config() {
        return new Dino.Config(
                prototypes,
                studentTemperature,
                firstTemperature,
                teacherTemperature,
                warmUp,
                centerMomentum,
                frozen);
    }

    Schedule momentum(long steps) {
        return Byol.momentum(momentum, steps);
    }
}
