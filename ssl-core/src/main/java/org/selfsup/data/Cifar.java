package org.selfsup.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the binary version of CIFAR-10 and CIFAR-100, from a folder or straight from the tar.gz.
 *
 * <p>A record is the label (CIFAR-100: coarse label, then fine label, of which the fine one is
 * used) and 1,024 red, 1,024 green and 1,024 blue bytes, row by row.
 */
public final class Cifar {

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int MAX_RECORDS = 60_000; // in one file; the largest official has 50,000
    private static final int MAX_NAMES = 1 << 16; // bytes

    private static final Version TEN =
            new Version(
                    "CIFAR-10",
                    1,
                    10,
                    "data_batch_[1-5]\\.bin",
                    "test_batch.bin",
                    "batches.meta.txt");
    private static final Version HUNDRED =
            new Version("CIFAR-100", 2, 100, "train\\.bin", "test.bin", "fine_label_names.txt");

    private static final List<String> FOLDERS = List.of("cifar-10-batches-bin", "cifar-100-binary");
    private static final List<String> ARCHIVES =
            List.of("cifar-10-binary.tar.gz", "cifar-100-binary.tar.gz");

    private Cifar() {}

    /**
     * Opens {@code data_batch_1.bin} to {@code data_batch_5.bin}, whichever are there, and {@code
     * test_batch.bin}; for CIFAR-100 {@code train.bin} and {@code test.bin}. All pictures are held
     * in memory, {@code (32, 32, 3)}.
     *
     * @param place the folder with those files, the tar.gz, or a folder that holds either under its
     *     official name
     * @throws IOException if there is no training or no test batch, or a file is damaged; the
     *     message names it
     */
    public static DataSet<Image> open(Path place) throws IOException {
        Path source = locate(place);
        SortedMap<String, byte[]> files =
                Files.isDirectory(source) ? fromFolder(source) : fromArchive(source);
        Version version = files.keySet().stream().anyMatch(TEN::isBatch) ? TEN : HUNDRED;
        List<String> trainFiles = files.keySet().stream().filter(version::isTrain).toList();
        if (trainFiles.isEmpty() || !files.containsKey(version.test)) {
            throw new IOException(
                    "%s: no %s; CIFAR-10 needs data_batch_1.bin to data_batch_5.bin (some will do) and test_batch.bin, CIFAR-100 train.bin and test.bin"
                            .formatted(
                                    source,
                                    trainFiles.isEmpty() ? "training batch" : version.test));
        }
        List<String> classes = version.classNames(source, files.get(version.names));
        PackedImages train = version.pictures(source, files, trainFiles, classes);
        PackedImages test = version.pictures(source, files, List.of(version.test), classes);
        return PackedImages.dataSet(
                train,
                test,
                "%s, %d training and %d test pictures, 32 x 32 RGB, %d classes"
                        .formatted(version.title, train.size(), test.size(), version.classes));
    }

    /** Where the batches are: the place itself, or what it holds under an official name. */
    private static Path locate(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return place;
        }
        if (!Files.isDirectory(place)) {
            throw new FileNotFoundException(
                    place
                            + ": no such file or folder; give the CIFAR tar.gz or the unpacked folder");
        }
        for (String name : FOLDERS) {
            if (Files.isDirectory(place.resolve(name))) {
                return place.resolve(name);
            }
        }
        for (String name : ARCHIVES) {
            if (Files.isRegularFile(place.resolve(name))) {
                return place.resolve(name);
            }
        }
        return place;
    }

    private static SortedMap<String, byte[]> fromFolder(Path folder) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (isWanted(name) && Files.isRegularFile(entry)) {
                    try (InputStream in = BinaryFile.open(entry)) {
                        files.put(name, BinaryFile.read(in, limit(name)));
                    } catch (IOException e) {
                        throw new IOException(entry + ": " + e.getMessage(), e);
                    }
                }
            }
        }
        return files;
    }

    private static SortedMap<String, byte[]> fromArchive(Path archive) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(BinaryFile.open(archive), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.isFile() && isWanted(name)) {
                    files.put(name, BinaryFile.read(tar, limit(name)));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "%s: not a readable tar or tar.gz (%s)".formatted(archive, e.getMessage()), e);
        }
        return files;
    }

    private static boolean isWanted(String file) {
        return TEN.uses(file) || HUNDRED.uses(file);
    }

    /** One byte more than is allowed, so that a longer file shows. */
    private static long limit(String name) {
        return name.endsWith(".txt") ? MAX_NAMES : MAX_RECORDS * (2L + 3 * PLANE) + 1;
    }

    /**
     * One of the two sets.
     *
     * @param title for a person
     * @param labelBytes labels before the pixels of a record; the last one counts
     * @param classes how many
     * @param train what the names of training batches match
     * @param test name of the test batch
     * @param names name of the file with the classes' names, which may be missing
     */
    private record Version(
            String title, int labelBytes, int classes, String train, String test, String names) {

        boolean isTrain(String file) {
            return file.matches(train);
        }

        boolean isBatch(String file) {
            return isTrain(file) || file.equals(test);
        }

        boolean uses(String file) {
            return isBatch(file) || file.equals(names);
        }

        List<String> classNames(Path source, byte @Nullable [] text) throws IOException {
            if (text == null) {
                return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
            }
            List<String> found =
                    new String(text, StandardCharsets.UTF_8)
                            .lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
            if (found.size() != classes) {
                throw new IOException(
                        "%s: %s names %d classes, expected %d"
                                .formatted(source, names, found.size(), classes));
            }
            return found;
        }

        PackedImages pictures(
                Path source, Map<String, byte[]> files, List<String> batches, List<String> classes)
                throws IOException {
            int record = labelBytes + 3 * PLANE;
            int count = 0;
            for (String name : batches) {
                int length = Objects.requireNonNull(files.get(name)).length;
                if (length == 0 || length % record != 0 || length / record > MAX_RECORDS) {
                    throw new IOException(
                            "%s: %s has %d bytes; %s batches are 1 to %d records of %d bytes"
                                    .formatted(source, name, length, title, MAX_RECORDS, record));
                }
                count += length / record;
            }
            byte[] pixels = new byte[count * 3 * PLANE];
            int[] labels = new int[count];
            int picture = 0;
            for (String name : batches) {
                byte[] batch = Objects.requireNonNull(files.get(name));
                for (int at = 0; at < batch.length; at += record, picture++) {
                    labels[picture] = batch[at + labelBytes - 1] & 0xff;
                    if (labels[picture] >= classes.size()) {
                        throw new IOException(
                                "%s: record %d of %s has label %d, expected 0 to %d"
                                        .formatted(
                                                source,
                                                at / record,
                                                name,
                                                labels[picture],
                                                classes.size() - 1));
                    }
                    interleave(batch, at + labelBytes, pixels, picture * 3 * PLANE);
                }
            }
            return new PackedImages(pixels, SIDE, SIDE, 3, new Labels(labels, classes));
        }
    }

    /** From three planes to three samples a pixel. */
    private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
        for (int i = 0; i < PLANE; i++) {
            pixels[to + 3 * i] = planes[from + i];
            pixels[to + 3 * i + 1] = planes[from + PLANE + i];
            pixels[to + 3 * i + 2] = planes[from + 2 * PLANE + i];
        }
    }
}
