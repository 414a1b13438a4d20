package org.selfsup.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.selfsup.data.Randomness;

/**
 * Reads seeded mutations of a small valid file. Each must be read or refused with an IOException or
 * IllegalArgumentException that names the file, and take no more memory than its length justifies.
 *
 * <p>A build reads {@value #USUAL} mutations of a format. To read more, and see what came of them:
 *
 * <pre>{@code
 * mvn -pl ssl-core test -Dtest='Damaged*' -Dfuzz.mutations=100000 \
 *     -Djunit.jupiter.execution.timeout.mode=disabled
 * }</pre>
 */
public final class Fuzz {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Read at all: buffers, tables, class loading. */
    private static final long FREE_BYTES = 16 << 20;

    /**
     * What a byte may cost beyond that: deflate unpacks it to a thousand, and a bit of those may
     * stand for three samples.
     */
    private static final long BYTES_PER_BYTE = 1 << 15;

    private static final long SEED = 99;
    private static final String MUTATIONS = "fuzz.mutations";
    private static final int USUAL = 300;

    private final String format;
    private final int mutations;
    private int read;
    private int refused;
    private long slowest;
    private long most;
    private int round;
    private final Map<String, String> faults = new LinkedHashMap<>();

    /**
     * Mutations of one format.
     *
     * @param format for a person
     */
    public Fuzz(String format) {
        this.format = format;
        mutations = Integer.getInteger(MUTATIONS, USUAL);
    }

    /** Opens what the file is a part of. */
    public interface Reader {

        /** Reads all of it. */
        void read() throws IOException;
    }

    /** Turns bytes into what a file holds, such as gzip. */
    public interface Packing {

        /** The file's content. */
        byte[] pack(byte[] bytes) throws IOException;
    }

    /**
     * Reads a share of the mutations.
     *
     * @param share of all mutations, 1 divided by the number of calls
     * @param file whole; it is whole again when this returns
     */
    public void damage(double share, Path file, Reader reader) throws IOException {
        damage(share, file, Files.readAllBytes(file), bytes -> bytes, reader);
    }

    /**
     * Reads a share of the mutations of what the file holds in packed form.
     *
     * @param whole before packing
     */
    public void damage(double share, Path file, byte[] whole, Packing packing, Reader reader)
            throws IOException {
        Files.write(file, packing.pack(whole));
        reader.read();
        int last = round + (int) Math.ceil(share * mutations);
        PrintStream err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)); // warnings
        try {
            for (; round < last; round++) {
                byte[] damaged = packing.pack(Mutation.of(whole, Randomness.at(SEED, round)));
                Files.write(file, damaged);
                read(file, damaged.length, reader);
            }
        } finally {
            System.setErr(err);
        }
        Files.write(file, packing.pack(whole));
    }

    private void read(Path file, int length, Reader reader) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try {
            reader.read();
            read++;
        } catch (IOException | IllegalArgumentException e) {
            refused++;
            if (e.getMessage() == null || !e.getMessage().contains(parent(file))) {
                fault("does not name the file", file, e);
            }
        } catch (RuntimeException | Error e) {
            fault("is no refusal", file, e);
        }
        slowest = Math.max(slowest, System.nanoTime() - start);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        most = Math.max(most, bytes);
        if (bytes > FREE_BYTES + BYTES_PER_BYTE * length) {
            faults.putIfAbsent(
                    "memory",
                    "round %d of %s takes %d bytes for %d"
                            .formatted(round, file.getFileName(), bytes, length));
        }
    }

    /** Keeps the first of its kind: thrown at the same place. */
    private void fault(String what, Path file, Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        StackTraceElement[] frames = e.getStackTrace();
        faults.putIfAbsent(
                e.getClass() + (frames.length > 0 ? frames[0].toString() : ""),
                "round %d of %s %s: %s".formatted(round, file.getFileName(), what, trace));
    }

    private static String parent(Path file) {
        return Objects.requireNonNull(file.getParent()).toString();
    }

    /** Says what came of them, if so many were asked for; fails if there were faults. */
    @SuppressWarnings("SystemOut")
    public void report() {
        if (Integer.getInteger(MUTATIONS) != null) {
            System.out.printf(
                    Locale.ROOT,
                    "fuzz | %s | %d | read %d | refused %d | slowest %.0f ms | most %.1f MB%n",
                    format,
                    round,
                    read,
                    refused,
                    slowest / 1e6,
                    most / 1e6);
        }
        assertThat(faults.values()).as(format).isEmpty();
        assertThat(refused).as(format).isBetween(mutations / 100, round);
    }
}
