package org.selfsup.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that every method has. */
final class TrainingOptions {

    /** How long to train; at most one is given. */
    static final class Budget {
        @Option(names = "--steps", description = "Train for N batches (default: 300).")
        @Nullable Long steps;

        @Option(names = "--epochs", description = "Train for N passes over the data.")
        @Nullable Integer epochs;

        @Option(
                names = "--minutes",
                description = "Train for about M minutes: the first steps are timed once.")
        @Nullable Double minutes;
    }

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            description =
                    "convnet, convnet_small, convnet_pooled, resnet18, 34, 50, 101 or 152, vit, vit_mini, vit_mini_mean, mlp,"
                            + " dcgan, gcn, gcn_bn, gcn_wide, gcn_pair, gin, or a class that supplies one"
                            + " (default: the method's own).")
    @Nullable String encoder;

    @ArgGroup(exclusive = true)
    @Nullable Budget budget;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Samples a step (default: the method's own, mostly 128).")
    @Nullable Integer batch;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description =
                    "One of ${COMPLETION-CANDIDATES} (default: the method's own, mostly adam).")
    @Nullable OptimizerChoice optimizer;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description =
                    "Default: the method's own for its own optimizer; of others 1e-3 for adam and"
                            + " adamw, 0.06 a batch of 128 for sgd, 0.3 a batch of 256 for lars.")
    @Nullable Double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "Default: 0 for adam, 0.05 for adamw, 5e-4 for sgd, 1e-6 for lars.")
    @Nullable Double weightDecay;

    @Option(
            names = "--momentum",
            paramLabel = "X",
            description =
                    "Momentum of sgd and lars, beta1 of adam and adamw (default: the method's own).")
    @Nullable Double momentum;

    @Option(
            names = "--beta2",
            paramLabel = "X",
            defaultValue = "0.999",
            description = "beta2 of adam and adamw (default: ${DEFAULT-VALUE}).")
    double beta2 = 0.999;

    @Option(
            names = "--warm-up",
            paramLabel = "STEPS",
            defaultValue = "0",
            description = "Steps in which the learning rate rises (default: ${DEFAULT-VALUE}).")
    long warmUp;

    @Option(names = "--cosine", description = "Let the learning rate fall along half a cosine.")
    boolean cosine;

    @Option(
            names = "--cosine-end",
            paramLabel = "X",
            defaultValue = "0",
            description =
                    "Share of the learning rate that the cosine falls to (default:"
                            + " ${DEFAULT-VALUE}).")
    double cosineEnd;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Clip the gradient to this norm (default: not).")
    @Nullable Double clip;

    @Option(
            names = "--parts",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Average the gradients of N parts of a batch, for losses that are sums over"
                            + " samples (default: ${DEFAULT-VALUE}).")
    int parts = 1;

    @Option(
            names = "--chunk",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Let networks see N samples at a time and the loss the whole batch: slower, in"
                            + " little memory (default: all at once).")
    int chunk;

    @Option(
            names = "--online-probe",
            paramLabel = "STEPS",
            defaultValue = "0",
            description =
                    "Every so many steps classify some test pictures by nearest neighbours"
                            + " (default: never). Changes nothing in the run.")
    long onlineProbe;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Same seed, same result (default: ${DEFAULT-VALUE}).")
    long seed;

    @Mixin EngineOptions engine = new EngineOptions();

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "Run directory (default: a new one, runs/METHOD-DATA-NUMBER).")
    @Nullable Path run;

    @Option(
            names = "--resume",
            description = "Continue what the run directory holds, with its own settings.")
    boolean resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            defaultValue = "200",
            description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
    long checkpointEvery = 200;

    @Option(names = "--no-probe", description = "Skip the probe of the features.")
    boolean noProbe;
}
