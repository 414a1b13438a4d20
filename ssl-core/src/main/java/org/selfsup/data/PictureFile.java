package org.selfsup.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;

/** Decodes one JPEG or PNG file to 8-bit RGB through ImageIO. */
final class PictureFile {

    private static final long MAX_BYTES = 1 << 28;
    private static final long MAX_PIXELS = 1 << 26;

    /** A block of 8 x 8 pixels takes at least a bit in a JPEG file. */
    private static final long MAX_JPEG_PIXELS_PER_BYTE = 8 * 64;

    /** Deflate shrinks at most 1,032 times. */
    private static final long MAX_PNG_BITS_PER_BYTE = 8 * 1032;

    private PictureFile() {}

    record Size(int height, int width) {

        long samples() {
            return 3L * height * width;
        }
    }

    /** Reads no more than the header. */
    static Size size(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file, in, PictureFile::checkedSize);
        } catch (NoSuchFileException e) {
            throw noSuchFile(file, e);
        }
    }

    /** Decodes the whole picture, {@code (h, w, 3)}. */
    static Image decode(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = BinaryFile.read(in, MAX_BYTES);
        } catch (NoSuchFileException e) {
            throw noSuchFile(file, e);
        }
        return read(file, new ByteArrayInputStream(bytes), PictureFile::decode);
    }

    private static IOException noSuchFile(Path file, IOException e) {
        IOException said = new FileNotFoundException(file + ": the file is gone");
        said.initCause(e);
        return said;
    }

    private interface Reading<T> {
        T from(ImageReader reader, long fileLength) throws IOException;
    }

    private static <T> T read(Path file, InputStream in, Reading<T> reading) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IOException("neither JPEG nor PNG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return reading.from(reader, Files.size(file));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // ImageIO answers some damaged files with IllegalArgument- or
            // IndexOutOfBoundsException.
            throw new IOException(
                    Troubleshooting.DAMAGED_FILE.of(
                            "%s: cannot be decoded (%s); replace it or take it away"
                                    .formatted(file, e.getMessage())),
                    e);
        }
    }

    private static Size checkedSize(ImageReader reader, long fileLength) throws IOException {
        Size size = new Size(reader.getHeight(0), reader.getWidth(0));
        long pixels = (long) size.height * size.width;
        long most =
                reader.getFormatName().equalsIgnoreCase("png")
                        ? MAX_PNG_BITS_PER_BYTE * fileLength / bitsPerPixel(reader)
                        : MAX_JPEG_PIXELS_PER_BYTE * fileLength;
        if (pixels > Math.min(most, MAX_PIXELS)) {
            throw new IOException(
                    "%d x %d pixels in %d bytes; at most %d are read"
                            .formatted(
                                    size.height,
                                    size.width,
                                    fileLength,
                                    Math.min(most, MAX_PIXELS)));
        }
        return size;
    }

    private static int bitsPerPixel(ImageReader reader) throws IOException {
        return reader.getRawImageType(0).getColorModel().getPixelSize();
    }

    private static Image decode(ImageReader reader, long fileLength) throws IOException {
        checkedSize(reader, fileLength);
        CutShort cutShort = new CutShort();
        reader.addIIOReadWarningListener(cutShort);
        BufferedImage picture = reader.read(0);
        if (cutShort.warning != null) {
            throw new IOException(cutShort.warning);
        }
        return new Image(rgb(picture), picture.getHeight(), picture.getWidth(), 3);
    }

    /** The JPEG decoder fills what is missing with grey and only warns; that is no picture. */
    private static final class CutShort implements IIOReadWarningListener {

        private @Nullable String warning;

        @Override
        public void warningOccurred(ImageReader source, String text) {
            if (text.toLowerCase(Locale.ROOT).contains("premature end")) {
                warning = text;
            }
        }
    }

    private static byte[] rgb(BufferedImage picture) {
        int height = picture.getHeight();
        int width = picture.getWidth();
        byte[] rgb = new byte[3 * height * width];
        boolean grey =
                picture.getRaster().getNumBands() <= 2
                        && !(picture.getColorModel() instanceof IndexColorModel);
        boolean cmyk = picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
        int[] line = new int[width];
        for (int y = 0, at = 0; y < height; y++) {
            if (grey) {
                greyLine(picture.getRaster(), y, line);
            } else if (cmyk) {
                cmykLine(picture.getRaster(), y, line);
            } else {
                picture.getRGB(0, y, width, 1, line, 0, width);
            }
            for (int argb : line) {
                rgb[at++] = (byte) (argb >> 16);
                rgb[at++] = (byte) (argb >> 8);
                rgb[at++] = (byte) argb;
            }
        }
        return rgb;
    }

    /** Grey as stored: getRGB takes it for linear light and brightens it. */
    private static void greyLine(Raster raster, int y, int[] line) {
        int shift = raster.getTransferType() == DataBuffer.TYPE_BYTE ? 0 : 8;
        raster.getSamples(0, y, line.length, 1, 0, line);
        for (int x = 0; x < line.length; x++) {
            line[x] = (line[x] >> shift) * 0x010101;
        }
    }

    /**
     * Inks, 0 for none: red is what cyan and black let through. getRGB takes this for linear light
     * too.
     */
    private static void cmykLine(Raster raster, int y, int[] line) {
        int[] inks = raster.getPixels(0, y, line.length, 1, (int[]) null);
        for (int x = 0; x < line.length; x++) {
            int black = inks[4 * x + 3];
            line[x] =
                    through(inks[4 * x], black) << 16
                            | through(inks[4 * x + 1], black) << 8
                            | through(inks[4 * x + 2], black);
        }
    }

    private static int through(int ink, int black) {
        return ((255 - ink) * (255 - black) + 127) / 255;
    }
}
