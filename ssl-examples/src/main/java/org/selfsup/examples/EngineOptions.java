package org.selfsup.examples;

import ai.djl.Device;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.LibTorch;
import picocli.CommandLine.Option;

/** Where a command computes, and with how many threads. */
final class EngineOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the engine (default: one a core).")
    @Nullable Integer threads;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
    String device = "cpu";

    /** The device, with the engine's threads set. */
    Device open() {
        Device opened = LibTorch.device(device);
        if (threads != null) {
            LibTorch.setThreads(threads);
        }
        return opened;
    }
}
