package org.selfsup.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Troubleshooting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of JPEG and PNG files of any size, with or without one folder per class.
 *
 * <p>{@code train/} and {@code test/} (or {@code val/}) are the split where both are there;
 * otherwise about one file in five is for testing, chosen by its name alone. Pictures are decoded
 * to 8-bit RGB: alpha is dropped, 16-bit samples are taken down to 8, inks (CMYK) become the light
 * that they let through, without a colour profile. Sets of up to 1 GiB decoded, or a quarter of the
 * Java heap, are held in memory; larger ones are decoded on every {@link Samples#get}.
 */
public final class ImageFolder {

    private static final Logger logger = LoggerFactory.getLogger(ImageFolder.class);
    private static final long MAX_IN_MEMORY = 1 << 30;
    private static final int TEST_ONE_IN = 5;

    private ImageFolder() {}

    /**
     * Opens a folder.
     *
     * <p>Files that cannot be read are logged, left out and counted in the description. A set in
     * memory is decoded here in full; of a larger one only the headers are read, and a file damaged
     * further down fails on {@link Samples#get}.
     *
     * @throws IOException if there is no such folder, or too few pictures in it
     */
    public static DataSet<Image> open(Path folder) throws IOException {
        return open(folder, Math.min(MAX_IN_MEMORY, Runtime.getRuntime().maxMemory() / 4));
    }

    static DataSet<Image> open(Path folder, long maxInMemory) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException(folder + ": no such folder of pictures");
        }
        List<Entry> found = list(folder);
        List<Entry> readable = readable(found, maxInMemory);
        if (readable.size() < 2) {
            throw new IOException(
                    Troubleshooting.EMPTY_DATA.of(
                            "%s: %d readable JPEG or PNG files, %d unreadable; put at least two into the folder, or into one folder per class"
                                    .formatted(
                                            folder,
                                            readable.size(),
                                            found.size() - readable.size())));
        }
        List<Entry> train = new ArrayList<>();
        List<Entry> test = new ArrayList<>();
        for (Entry entry : readable) {
            (entry.test ? test : train).add(entry);
        }
        if (train.isEmpty() || test.isEmpty()) { // by chance, in a very small folder
            List<Entry> all = train.isEmpty() ? test : train;
            (train.isEmpty() ? train : test).add(all.remove(all.size() - 1));
        }
        List<String> classes = classes(readable);
        return new DataSet<>(
                new Pictures(train, classes),
                new Pictures(test, classes),
                description(train, test, classes, found.size() - readable.size()),
                fingerprint(readable));
    }

    /**
     * One picture.
     *
     * @param name path below the folder, with forward slashes
     * @param className its class, or null where there are no class folders
     * @param test whether it is for testing
     * @param size null until the header has been read
     * @param image null unless it is held in memory
     */
    private record Entry(
            Path file,
            String name,
            @Nullable String className,
            boolean test,
            PictureFile.@Nullable Size size,
            @Nullable Image image) {

        Entry with(PictureFile.Size size) {
            return new Entry(file, name, className, test, size, image);
        }

        Entry with(Image image) {
            return new Entry(file, name, className, test, size, image);
        }

        String knownClass() {
            return Objects.requireNonNull(className);
        }

        PictureFile.Size knownSize() {
            return Objects.requireNonNull(size);
        }
    }

    private static List<Entry> list(Path folder) throws IOException {
        Path train = folder.resolve("train");
        Path test = folder.resolve("test");
        if (!Files.isDirectory(test)) {
            test = folder.resolve("val");
        }
        if (!Files.isDirectory(train) || !Files.isDirectory(test)) {
            return list(folder, folder, null);
        }
        List<Entry> entries = new ArrayList<>();
        for (Path part : List.of(train, test)) {
            List<Entry> found = list(folder, part, part.equals(test));
            if (found.isEmpty()) {
                throw new IOException(
                        part + ": no JPEG or PNG files here or one folder below; put some there");
            }
            entries.addAll(found);
        }
        return entries;
    }

    /** Pictures in class folders or, where there is none, in the folder itself. */
    private static List<Entry> list(Path root, Path folder, @Nullable Boolean test)
            throws IOException {
        List<Entry> classed = new ArrayList<>();
        List<Entry> loose = new ArrayList<>();
        for (Path child : children(folder)) {
            if (Files.isDirectory(child)) {
                for (Path file : children(child)) {
                    if (isPicture(file)) {
                        classed.add(entry(root, file, child.getFileName().toString(), test));
                    }
                }
            } else if (isPicture(child)) {
                loose.add(entry(root, child, null, test));
            }
        }
        if (!classed.isEmpty() && !loose.isEmpty()) {
            logger.warn("{}: {} pictures outside class folders left out", folder, loose.size());
        }
        return classed.isEmpty() ? loose : classed;
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted(Comparator.comparing(p -> p.getFileName().toString())).toList();
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && (name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png"))
                && Files.isRegularFile(file);
    }

    private static Entry entry(
            Path root, Path file, @Nullable String className, @Nullable Boolean test) {
        String name = root.relativize(file).toString().replace('\\', '/');
        boolean forTest =
                test != null ? test : Math.floorMod(Randomness.seed(0, name), TEST_ONE_IN) == 0;
        return new Entry(file, name, className, forTest, null, null);
    }

    /** The entries that can be read, with their sizes and, where all fit, their pictures. */
    private static List<Entry> readable(List<Entry> entries, long maxInMemory) {
        List<Entry> sized =
                ReadableFiles.of(
                        entries, entry -> entry.with(PictureFile.size(entry.file)), logger);
        long samples = sized.stream().mapToLong(entry -> entry.knownSize().samples()).sum();
        return samples > maxInMemory
                ? sized
                : ReadableFiles.of(
                        sized, entry -> entry.with(PictureFile.decode(entry.file)), logger);
    }

    /** The classes in order, none if any picture is outside a class folder. */
    private static List<String> classes(List<Entry> entries) {
        SortedSet<String> classes = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.className == null) {
                return List.of();
            }
            classes.add(entry.className);
        }
        return List.copyOf(classes);
    }

    private static String description(
            List<Entry> train, List<Entry> test, List<String> classes, int unreadable) {
        List<PictureFile.Size> sizes =
                Stream.concat(train.stream(), test.stream()).map(Entry::knownSize).toList();
        return "Folder, %d training and %d test pictures, %s x %s RGB, %s%s"
                .formatted(
                        train.size(),
                        test.size(),
                        range(sizes.stream().mapToInt(PictureFile.Size::height).toArray()),
                        range(sizes.stream().mapToInt(PictureFile.Size::width).toArray()),
                        classes.isEmpty() ? "no labels" : classes.size() + " classes",
                        unreadable == 0 ? "" : ", " + unreadable + " unreadable files skipped");
    }

    private static String range(int[] values) {
        IntSummaryStatistics all = IntStream.of(values).summaryStatistics();
        return all.getMin() == all.getMax()
                ? Integer.toString(all.getMin())
                : all.getMin() + ".." + all.getMax();
    }

    /** Names and lengths only: reading every byte of a large folder would take minutes. */
    private static String fingerprint(List<Entry> entries) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        for (Entry entry : entries) {
            fingerprint.add(entry.name).add(Files.size(entry.file));
        }
        return fingerprint.hex();
    }

    private static final class Pictures implements Samples<Image> {

        private final List<Entry> entries;
        private final @Nullable Labels labels;

        Pictures(List<Entry> entries, List<String> classes) {
            this.entries = List.copyOf(entries);
            labels =
                    classes.isEmpty()
                            ? null
                            : Labels.named(
                                    entries.stream().map(Entry::knownClass).toList(), classes);
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public Image get(int index) throws IOException {
            Entry entry = entries.get(index);
            return entry.image != null ? entry.image : PictureFile.decode(entry.file);
        }

        @Override
        public String name(int index) {
            return entries.get(index).name;
        }

        @Override
        public Optional<Labels> labels() {
            return Optional.ofNullable(labels);
        }
    }
}
