package org.selfsup.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;

/** The native library under DJL's PyTorch engine: start, seed, threads and devices. */
public final class LibTorch {

    private LibTorch() {}

    /** Loads the engine with the allocator tuned; later calls do nothing. */
    public static void start() {
        Loaded.ENGINE.getEngineName();
    }

    /**
     * A manager for arrays on a device, to be closed by the caller.
     *
     * @param device where its arrays live, from {@link #device}
     */
    public static NDManager newManager(Device device) {
        return Loaded.ENGINE.newBaseManager(device);
    }

    /**
     * The device of that name.
     *
     * @param name {@code cpu}, {@code gpu} or {@code gpu0}, {@code gpu1}, ...
     * @throws IllegalArgumentException if there is no such device
     */
    public static Device device(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cpu")) {
            return Device.cpu();
        }
        if (!lower.matches("gpu\\d{0,3}")) {
            throw new IllegalArgumentException(
                    "Unknown device \"" + name + "\": expected cpu, or gpu0, gpu1, ...");
        }
        int index = lower.equals("gpu") ? 0 : Integer.parseInt(lower.substring(3));
        int count = Loaded.ENGINE.getGpuCount();
        if (index >= count) {
            throw new IllegalArgumentException(
                    "Device \""
                            + name
                            + "\" was asked for, but this libtorch sees "
                            + count
                            + " GPUs: use cpu, or see the README on running with CUDA");
        }
        return Device.gpu(index);
    }

    /** Threads that one native operator may use. */
    public static int threads() {
        start();
        return JniUtils.getNumThreads();
    }

    /**
     * Sets how many threads one native operator may use. Results may differ in their last bits
     * between thread counts.
     *
     * @param threads at least 1
     */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("libtorch needs at least 1 thread, got " + threads);
        }
        start();
        JniUtils.setNumThreads(threads);
    }

    /**
     * Seeds libtorch's generator, from which dropout and random arrays draw.
     *
     * <p>The loop calls this before every step, so that a step's randomness depends on nothing that
     * came before it.
     */
    public static void seed(long seed) {
        start();
        JniUtils.setSeed(seed);
    }

    private static final class Loaded {
        static final Engine ENGINE;

        static {
            NativeMemory.tune(); // before libtorch allocates anything
            ENGINE = Engine.getEngine("PyTorch");
        }
    }
}
