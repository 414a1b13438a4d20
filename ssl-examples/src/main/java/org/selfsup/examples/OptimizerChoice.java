package org.selfsup.examples;

import org.jspecify.annotations.Nullable;
import org.selfsup.train.Adam;
import org.selfsup.train.AdamW;
import org.selfsup.train.Lars;
import org.selfsup.train.Optimizer;
import org.selfsup.train.Sgd;

/** Optimizers by the name they have on the command line, with the usual defaults. */
enum OptimizerChoice {
    /** Adam. */
    ADAM,
    /** Adam with decoupled weight decay. */
    ADAMW,
    /** Momentum 0.9. */
    SGD,
    /** Momentum 0.9, trust 0.001. */
    LARS;

    Optimizer create(@Nullable Double weightDecay, double momentum, double beta2) {
        return switch (this) {
            case ADAM -> new Adam(momentum, beta2, 1e-8, or(weightDecay, 0));
            case ADAMW -> new AdamW(momentum, beta2, 1e-8, or(weightDecay, 0.05));
            case SGD -> new Sgd(momentum, or(weightDecay, 5e-4));
            case LARS -> new Lars(momentum, false, 0.001, or(weightDecay, 1e-6), false);
        };
    }

    /** The usual learning rate, by the linear scaling rule where the optimizer follows one. */
    double learningRate(int batch) {
        return switch (this) {
            case ADAM, ADAMW -> 1e-3;
            case SGD -> 0.06 * batch / 128;
            case LARS -> 0.3 * batch / 256;
        };
    }

    private static double or(@Nullable Double given, double usual) {
        return given == null ? usual : given;
    }
}
