package org.selfsup.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The C allocator and the memory of this process.
 *
 * <p>glibc gives large blocks back to the kernel as soon as they are freed. A training step frees
 * and takes the same hundreds of megabytes over and over, and each time the kernel zeroes the pages
 * anew. Told to keep them, it takes them once.
 */
public final class NativeMemory {

    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int M_ARENA_MAX = -8;
    private static final int MIB = 1 << 20;

    private NativeMemory() {}

    /** Tells glibc to keep freed memory for the next step; does nothing where there is no glibc. */
    static void tune() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            NativeLibrary c = NativeLibrary.getInstance("c");
            c.getFunction("gnu_get_libc_version"); // absent from other C libraries
            Function mallopt = c.getFunction("mallopt");
            mallopt.invokeInt(new Object[] {M_MMAP_THRESHOLD, 32 * MIB}); // the largest allowed
            mallopt.invokeInt(new Object[] {M_TRIM_THRESHOLD, Integer.MAX_VALUE});
            mallopt.invokeInt(new Object[] {M_TOP_PAD, 64 * MIB});
            mallopt.invokeInt(new Object[] {M_ARENA_MAX, 1});
        } catch (UnsatisfiedLinkError e) {
            // Another C library, which needs no such advice from us.
        }
    }

    /**
     * Resident memory of this process in bytes: now, and at most so far.
     *
     * @param now resident set size, 0 where the system does not tell
     * @param peak its maximum, 0 where the system does not tell
     */
    public record Resident(long now, long peak) {}

    /** What the system says this process holds in physical memory. */
    public static Resident resident() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return new Resident(0, 0);
        }
        try {
            List<String> lines = Files.readAllLines(status);
            return new Resident(kibibytes(lines, "VmRSS:"), kibibytes(lines, "VmHWM:"));
        } catch (IOException e) {
            return new Resident(0, 0);
        }
    }

    private static long kibibytes(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
