package org.selfsup.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;
import org.selfsup.engine.WholeFile;

/**
 * WAV files: PCM of 8, 16, 24 and 32 bits and floats of 32 and 64 bits, any number of channels up
 * to 32, which are averaged. PCM of b bits is divided by 2^(b - 1).
 *
 * <p>The header is read here: javax.sound.sampled does not notice that a file is cut short, and its
 * conversion divides by 2^(b - 1) - 1.
 */
public final class Wav {

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int LEAST_HEADER = 44;
    private static final int MAX_CHANNELS = 32;
    private static final long MAX_BYTES = 1 << 28;

    private Wav() {}

    /**
     * Reads a file.
     *
     * @throws IOException if it is no WAV file, damaged, cut short, of another encoding or larger
     *     than 256 MiB; the message names it
     */
    public static Waveform read(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return read(file.toString(), in);
        }
    }

    /**
     * Writes 16-bit PCM; the file appears whole or not at all.
     *
     * @param file replaced if it exists
     * @param sound samples beyond [-1, 1] are clipped
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Waveform sound) throws IOException {
        float[] samples = sound.samples();
        ByteBuffer pcm =
                ByteBuffer.allocate(Math.multiplyExact(2, samples.length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            int level = Math.round(sample * 0x1p15f);
            pcm.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, level)));
        }
        AudioFormat format = new AudioFormat(sound.rate(), 16, 1, true, false);
        AudioInputStream in =
                new AudioInputStream(new ByteArrayInputStream(pcm.array()), format, samples.length);
        WholeFile.write(
                file,
                channel ->
                        AudioSystem.write(
                                in, AudioFileFormat.Type.WAVE, Channels.newOutputStream(channel)));
    }

    /**
     * What a header says.
     *
     * @param encoding {@link #PCM} or {@link #FLOAT}
     * @param bytes of the samples that follow
     */
    record Header(int encoding, int channels, int rate, int bits, long bytes) {

        int frameBytes() {
            return channels * bits / 8;
        }

        int frames() {
            return (int) (bytes / frameBytes());
        }
    }

    /** Reads no more than the header and checks it against the length of the file. */
    static Header header(Path file) throws IOException {
        long most = Math.max(0, Files.size(file) - LEAST_HEADER);
        try (InputStream in = open(file)) {
            Header header = header(in);
            if (header.bytes > most) {
                throw cutShort(header, most);
            }
            return header;
        } catch (IOException e) {
            throw named(file.toString(), e);
        }
    }

    /** Reads a file from a stream; the name is for messages only. */
    static Waveform read(String name, InputStream in) throws IOException {
        try {
            Header header = header(in);
            byte[] bytes = BinaryFile.read(in, header.bytes);
            if (bytes.length < header.bytes) {
                throw cutShort(header, bytes.length);
            }
            return new Waveform(decode(header, bytes), header.rate);
        } catch (IOException | IllegalArgumentException e) {
            throw named(name, e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        try {
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            IOException said = new FileNotFoundException(file + ": there is no such file");
            said.initCause(e);
            throw said;
        }
    }

    private static IOException named(String name, Exception e) {
        String what = e instanceof EOFException ? "it ends within its header" : e.getMessage();
        return new IOException(
                Troubleshooting.DAMAGED_FILE.of(
                        "%s: not a readable WAV file (%s); replace it or take it away"
                                .formatted(name, what)),
                e);
    }

    private static IOException cutShort(Header header, long found) {
        return new IOException(
                "cut short: its header announces %d bytes of sound, %d are there"
                        .formatted(header.bytes, found));
    }

    /** Reads up to the first sample. */
    private static Header header(InputStream in) throws IOException {
        ByteBuffer riff = take(in, 12);
        if (riff.getInt(0) != tag("RIFF") || riff.getInt(8) != tag("WAVE")) {
            throw new IOException("it does not start with RIFF and WAVE");
        }
        ByteBuffer format = null;
        while (true) {
            ByteBuffer chunk = take(in, 8);
            long size = Integer.toUnsignedLong(chunk.getInt(4));
            if (chunk.getInt(0) == tag("data")) {
                return header(format, size);
            }
            long padded = size + size % 2;
            if (chunk.getInt(0) == tag("fmt ") && size >= 16) {
                format = take(in, (int) Math.min(padded, 40));
                padded -= format.capacity();
            }
            in.skipNBytes(padded);
        }
    }

    private static Header header(@Nullable ByteBuffer format, long size) throws IOException {
        if (format == null) {
            throw new IOException("it has no format before its data");
        }
        int encoding = Short.toUnsignedInt(format.getShort(0));
        if (encoding == EXTENSIBLE && format.capacity() >= 26) {
            encoding = Short.toUnsignedInt(format.getShort(24));
        }
        Header header =
                new Header(
                        encoding,
                        Short.toUnsignedInt(format.getShort(2)),
                        format.getInt(4),
                        Short.toUnsignedInt(format.getShort(14)),
                        size);
        int bits = header.bits;
        boolean known =
                encoding == PCM
                        ? bits == 8 || bits == 16 || bits == 24 || bits == 32
                        : encoding == FLOAT && (bits == 32 || bits == 64);
        if (!known) {
            throw new IOException(
                    "encoding %d with %d bits; convert it to PCM of 8, 16, 24 or 32 bits or to floats"
                            .formatted(encoding, bits));
        }
        if (header.channels < 1 || header.channels > MAX_CHANNELS) {
            throw new IOException(
                    "%d channels; 1 to %d are read".formatted(header.channels, MAX_CHANNELS));
        }
        if (size == 0 || size % header.frameBytes() != 0) {
            throw new IOException(
                    "its data of %d bytes is not one or more frames of %d bytes"
                            .formatted(size, header.frameBytes()));
        }
        if (size > MAX_BYTES) {
            throw new IOException(
                    "%d bytes of sound; at most %d are read, cut it into parts"
                            .formatted(size, MAX_BYTES));
        }
        try {
            Waveform.requireRate(header.rate);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return header;
    }

    private static ByteBuffer take(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Four characters as a little-endian number. */
    private static int tag(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }

    private static float[] decode(Header header, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = new float[header.frames()];
        for (int i = 0; i < samples.length; i++) {
            double sum = 0;
            for (int c = 0; c < header.channels; c++) {
                sum += sample(header, in);
            }
            samples[i] = (float) (sum / header.channels);
        }
        return samples;
    }

    private static double sample(Header header, ByteBuffer in) {
        if (header.encoding == FLOAT) {
            return header.bits == 32 ? in.getFloat() : in.getDouble();
        }
        return switch (header.bits) {
            case 8 -> ((in.get() & 0xff) - 128) * 0x1p-7; // the only one without a sign
            case 16 -> in.getShort() * 0x1p-15;
            case 24 -> ((in.get() & 0xff) | (in.get() & 0xff) << 8 | in.get() << 16) * 0x1p-23;
            default -> in.getInt() * 0x1p-31;
        };
    }
}
