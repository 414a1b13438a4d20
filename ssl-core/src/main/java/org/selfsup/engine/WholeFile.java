package org.selfsup.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all, whenever the process or the machine stops: written
 * aside, flushed to the disk and then renamed.
 */
public final class WholeFile {

    private WholeFile() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {

        /** Writes it, from the start of an empty file. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file, or leaves the one of that name as it was.
     *
     * @param file replaced if it exists
     * @param content what it shall hold
     * @throws UnwritableException if the disk is full or fails
     * @throws IOException if there is no such directory, or nothing may be written to it
     */
    public static void write(Path file, Content content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel =
                FileChannel.open(
                        aside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            fill(channel, content, file);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        Files.move(
                aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(file);
    }

    private static void fill(FileChannel channel, Content content, Path file)
            throws UnwritableException {
        try {
            content.writeTo(channel);
            channel.force(true);
        } catch (IOException e) {
            throw new UnwritableException(file, e);
        }
    }

    /** Writes a text in UTF-8, see {@link #write(Path, Content)}. */
    public static void write(Path file, String text) throws IOException {
        write(
                file,
                channel ->
                        writeAll(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Reads a text in UTF-8.
     *
     * @throws IOException if it cannot be read or is no such text; the message names the file
     */
    public static String readText(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not text in UTF-8; it is damaged", e);
        }
    }

    /** Writes all of a buffer at the channel's position. */
    public static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void forceDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true); // the new name itself
        } catch (IOException e) {
            // Not every system lets a directory be opened; the rename is still atomic.
        }
    }
}
