package org.selfsup.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import java.util.Locale;

/** The native library under DJL's PyTorch engine: start, seed, threads and devices. */
public final class LibTorch {

    private LibTorch() {}

    /**
     * Loads the engine with the allocator tuned; later calls do nothing.
     *
     * @throws UnsatisfiedLinkError if the native library is neither on the class path nor to be
     *     downloaded, or does not fit the machine; the message says what to add
     */
    public static void start() {
        engine();
    }

    private static Engine engine() {
        try {
            return Loaded.ENGINE;
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            Platform platform = Platform.fromSystem("pytorch");
            UnsatisfiedLinkError error =
                    new UnsatisfiedLinkError(
                            Troubleshooting.NO_NATIVE_LIBRARY.of(
                                    ("libtorch does not start (%s): add"
                                                    + " ai.djl.pytorch:pytorch-jni:%s-%s and"
                                                    + " ai.djl.pytorch:pytorch-native-cpu:%2$s:%s to the class"
                                                    + " path, or start once with a network and DJL fetches"
                                                    + " them")
                                            .formatted(
                                                    root(e).getMessage(),
                                                    platform.getVersion(),
                                                    platform.getApiVersion(),
                                                    platform.getClassifier())));
            error.initCause(e);
            throw error;
        }
    }

    private static Throwable root(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : root(cause);
    }

    /**
     * Whether libtorch says that it found no memory; it says so in words only, on the CPU and on
     * GPUs in different ones.
     */
    public static boolean isOutOfMemory(Throwable e) {
        return e instanceof EngineException
                && String.valueOf(e.getMessage())
                        .matches("(?s).*(allocate memory|not enough memory|out of memory).*");
    }

    /**
     * A manager for arrays on a device, to be closed by the caller.
     *
     * @param device where its arrays live, from {@link #device}
     */
    public static NDManager newManager(Device device) {
        return engine().newBaseManager(device);
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
        int count = engine().getGpuCount();
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
