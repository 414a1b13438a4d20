package org.selfsup.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.selfsup.engine.Troubleshooting;

/**
 * Reads MNIST and its kin (Fashion-MNIST, KMNIST, EMNIST) in the IDX format, plain or gzip.
 *
 * <p>A file is a big-endian header (magic, count, and for pictures rows and columns, four bytes
 * each) followed by one unsigned byte per pixel or label.
 */
public final class Idx {

    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;

    private Idx() {}

    /**
     * Opens a folder with {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and
     * their {@code t10k-} counterparts, each plain or with {@code .gz}. All pictures are held in
     * memory, grey, {@code (h, w, 1)}.
     *
     * @throws IOException if a file is missing, cut short or not what its name says; the message
     *     names it
     */
    public static DataSet<Image> open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    folder + ": no such folder; give the one that holds train-images-idx3-ubyte");
        }
        Pictures train = pictures(find(folder, "train-images", "idx3-ubyte"));
        Pictures test = pictures(find(folder, "t10k-images", "idx3-ubyte"));
        if (train.height != test.height || train.width != test.width) {
            throw new IOException(
                    "%s: training pictures are %d x %d, test pictures %d x %d; both files must be of one set"
                            .formatted(folder, train.height, train.width, test.height, test.width));
        }
        int[] trainLabels = labels(find(folder, "train-labels", "idx1-ubyte"), train.count);
        int[] testLabels = labels(find(folder, "t10k-labels", "idx1-ubyte"), test.count);
        int classes =
                IntStream.concat(IntStream.of(trainLabels), IntStream.of(testLabels))
                        .map(label -> label + 1)
                        .reduce(10, Math::max);
        List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return PackedImages.dataSet(
                train.labelled(new Labels(trainLabels, names)),
                test.labelled(new Labels(testLabels, names)),
                "IDX, %d training and %d test pictures, %d x %d grey, %d classes"
                        .formatted(train.count, test.count, train.height, train.width, classes));
    }

    private static Path find(Path folder, String name, String type) throws IOException {
        for (String candidate : List.of(name + "-" + type, name + "." + type)) {
            for (String packing : List.of("", ".gz")) {
                Path file = folder.resolve(candidate + packing);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        throw new IOException(
                "%s: no %s-%s or %s-%s.gz; the folder needs images and labels, train- and t10k-"
                        .formatted(folder, name, type, name, type));
    }

    private record Pictures(byte[] pixels, int count, int height, int width) {

        PackedImages labelled(Labels labels) {
            return new PackedImages(pixels, height, width, 1, labels);
        }
    }

    private static Pictures pictures(Path file) throws IOException {
        try (InputStream in = BinaryFile.open(file)) {
            ByteBuffer header = header(in, IMAGES_MAGIC, 4);
            int count = header.getInt();
            int height = header.getInt();
            int width = header.getInt();
            if (count < 1 || height < 1 || width < 1) {
                throw new IOException(
                        "the header says %d pictures of %d x %d, expected at least one of each"
                                .formatted(count, height, width));
            }
            // Two factors at a time: three could pass the range of a long.
            long each = (long) height * width;
            if (each > Integer.MAX_VALUE || each * count > Integer.MAX_VALUE - 8) {
                throw new IOException(
                        "the header says %d pictures of %d x %d, more than the 2 GiB one set may hold"
                                .formatted(count, height, width));
            }
            return new Pictures(body(in, each * count, 16), count, height, width);
        } catch (IOException e) {
            throw naming(file, e);
        }
    }

    private static int[] labels(Path file, int count) throws IOException {
        try (InputStream in = BinaryFile.open(file)) {
            int labels = header(in, LABELS_MAGIC, 2).getInt();
            if (labels != count) {
                throw new IOException(
                        "the header says %d labels, but there are %d pictures"
                                .formatted(labels, count));
            }
            byte[] bytes = body(in, count, 8);
            return IntStream.range(0, count).map(i -> bytes[i] & 0xff).toArray();
        } catch (IOException e) {
            throw naming(file, e);
        }
    }

    private static ByteBuffer header(InputStream in, int magic, int fields) throws IOException {
        byte[] bytes = BinaryFile.read(in, 4L * fields);
        if (bytes.length < 4 * fields) {
            throw new IOException(
                    "an IDX header takes %d bytes, there are %d"
                            .formatted(4 * fields, bytes.length));
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int found = header.getInt();
        if (found != magic) {
            throw new IOException(
                    "IDX %s start with 0x%08x, this file with 0x%08x"
                            .formatted(
                                    magic == IMAGES_MAGIC ? "pictures" : "labels", magic, found));
        }
        return header;
    }

    private static byte[] body(InputStream in, long expected, int headerLength) throws IOException {
        byte[] bytes = BinaryFile.read(in, expected);
        if (bytes.length < expected) {
            throw new IOException(
                    "cut short: the header promises %d bytes, there are %d"
                            .formatted(expected + headerLength, bytes.length + headerLength));
        }
        if (BinaryFile.read(in, 1).length > 0) {
            throw new IOException(
                    "the header promises %d bytes, but more follow"
                            .formatted(expected + headerLength));
        }
        return bytes;
    }

    private static IOException naming(Path file, IOException e) {
        return new IOException(
                Troubleshooting.DAMAGED_FILE.of(
                        "%s: %s; fetch it again".formatted(file, e.getMessage())),
                e);
    }
}
