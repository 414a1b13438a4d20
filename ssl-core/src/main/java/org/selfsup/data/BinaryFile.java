package org.selfsup.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Reads files whose headers may lie about their size. */
final class BinaryFile {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final int FIRST_GUESS = 1 << 16;

    private BinaryFile() {}

    /** The file's content, unpacked if it starts as gzip does, whatever its name. */
    static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzip ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** A complaint about a file that names it, as it is if it does so already. */
    static IOException named(Path file, Exception e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof IOException named && message.startsWith(file + ":")
                ? named
                : new IOException(file + ": cannot be read: " + message, e);
    }

    /**
     * Reads up to {@code limit} bytes, fewer where the stream ends or is cut. Memory grows with
     * what arrives, at most double, never with what a header promises.
     */
    static byte[] read(InputStream in, long limit) throws IOException {
        return read(in, limit, true);
    }

    /** The same, but a gzip stream that is cut short is refused. */
    static byte[] readWhole(InputStream in, long limit) throws IOException {
        return read(in, limit, false);
    }

    private static byte[] read(InputStream in, long limit, boolean mayBeCut) throws IOException {
        byte[] bytes = new byte[(int) Math.min(limit, FIRST_GUESS)];
        int count = 0;
        try {
            while (count < limit) {
                if (count == bytes.length) {
                    if (count == LARGEST_ARRAY) {
                        throw new IOException("it unpacks to more than 2 GiB");
                    }
                    long larger = Math.min(Math.min(2L * count, limit), LARGEST_ARRAY);
                    bytes = Arrays.copyOf(bytes, (int) larger);
                }
                int got = in.read(bytes, count, bytes.length - count);
                if (got < 0) {
                    break;
                }
                count += got;
            }
        } catch (EOFException e) {
            // The caller sees that bytes are missing.
            if (!mayBeCut) {
                throw e;
            }
        }
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
