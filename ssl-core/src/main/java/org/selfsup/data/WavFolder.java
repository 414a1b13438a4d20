package org.selfsup.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder or a tar.gz of WAV files.
 *
 * <p>Folders {@code train} and {@code test} (or {@code val}) are the split where both are there.
 * Files named as those of the Free Spoken Digit Dataset, {@code digit_speaker_number.wav}, are for
 * testing up to number 4, as its authors have it. Otherwise about one file in five is, chosen by
 * its name alone.
 *
 * <p>Two or more class folders are the classes; otherwise what comes before the first underscore of
 * every file name is.
 *
 * <p>Sets of up to 1 GiB as floats, or a quarter of the Java heap, are held in memory. Of a larger
 * folder every file is read again on every {@link Samples#get}; a larger archive is refused.
 */
public final class WavFolder {

    private static final Logger logger = LoggerFactory.getLogger(WavFolder.class);
    private static final long MAX_IN_MEMORY = 1 << 30;
    private static final int MAX_DEPTH = 4; // a folder, train or test, a class, a file
    private static final int TEST_ONE_IN = 5;
    private static final String FSDD = "\\d_[a-z]+_\\d+\\.wav";
    private static final String FSDD_TEST = "\\d_[a-z]+_[0-4]\\.wav";

    private WavFolder() {}

    /**
     * Opens a folder or archive; its most frequent sample rate is that of all recordings.
     *
     * <p>Files that cannot be read are logged, left out and counted in the description.
     *
     * @throws IOException if there is no such place, or too few recordings in it
     */
    public static DataSet<Waveform> open(Path place) throws IOException {
        return open(place, null, null, maxInMemory());
    }

    /**
     * Opens a folder or archive, at a given sample rate.
     *
     * @param rate samples a second; recordings of another rate are resampled
     * @throws IOException if there is no such place, or too few recordings in it
     */
    public static DataSet<Waveform> open(Path place, int rate) throws IOException {
        Waveform.requireRate(rate);
        return open(place, rate, null, maxInMemory());
    }

    /**
     * Opens a folder or archive, at a given sample rate, with classes from file names.
     *
     * @param rate samples a second; recordings of another rate are resampled
     * @param field which part of a file name between underscores is the class, from 0: in {@code
     *     7_jackson_32.wav} the digit is 0 and the speaker 1
     * @throws IOException if there is no such place, too few recordings in it, or one whose name
     *     has no such part
     */
    public static DataSet<Waveform> open(Path place, int rate, int field) throws IOException {
        Waveform.requireRate(rate);
        if (field < 0) {
            throw new IllegalArgumentException("Parts of a file name count from 0, got " + field);
        }
        return open(place, rate, field, maxInMemory());
    }

    private static long maxInMemory() {
        return Math.min(MAX_IN_MEMORY, Runtime.getRuntime().maxMemory() / 4);
    }

    static DataSet<Waveform> open(
            Path place, @Nullable Integer rate, @Nullable Integer field, long maxInMemory)
            throws IOException {
        Found found =
                Files.isDirectory(place)
                        ? inFolder(place, rate, maxInMemory)
                        : inArchive(place, rate, maxInMemory);
        if (found.readable.size() < 2) {
            throw new IOException(
                    "%s: %d readable WAV files, %d unreadable; put at least two into the folder or tar.gz"
                            .formatted(place, found.readable.size(), found.unreadable));
        }
        Split split = split(found.readable);
        List<Recording> train = split.train;
        List<Recording> test = split.test;
        List<Recording> all = Stream.concat(train.stream(), test.stream()).toList();
        Function<Recording, String> className = className(place, all, field);
        List<String> classes = all.stream().map(className).distinct().sorted().toList();
        if (classes.contains("")) {
            classes = List.of();
        }
        int common = rate != null ? rate : mostFrequentRate(all);
        checkRates(place, all, common, maxInMemory);
        return new DataSet<>(
                new Sounds(train, common, className, classes),
                new Sounds(test, common, className, classes),
                description(train, test, common, classes.size(), found.unreadable),
                fingerprint(all, common));
    }

    /** What was readable, by name, and how many files were not. */
    private record Found(List<Recording> readable, int unreadable) {

        Found {
            readable = readable.stream().sorted(Comparator.comparing(Recording::path)).toList();
        }
    }

    /**
     * One recording.
     *
     * @param path its place, with forward slashes
     * @param sound null unless it is held in memory
     * @param file where to read it otherwise, null in an archive
     */
    private record Recording(
            String path, int frames, int rate, @Nullable Waveform sound, @Nullable Path file) {

        static Recording held(String path, Waveform sound) {
            return new Recording(path, sound.samples().length, sound.rate(), sound, null);
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** The folders it is in, outermost first. */
        List<String> folders() {
            List<String> parts = List.of(path.split("/"));
            return parts.subList(0, parts.size() - 1);
        }

        /** The innermost folder, "" if there is none. */
        String folder() {
            List<String> folders = folders();
            return folders.isEmpty() ? "" : folders.get(folders.size() - 1);
        }

        /** A part of the name between underscores, "" if there is none. */
        String part(int field) {
            String[] parts = name().substring(0, name().length() - ".wav".length()).split("_", -1);
            return parts.length > 1 && field < parts.length ? parts[field] : "";
        }

        double seconds() {
            return (double) frames / rate;
        }

        /** Memory that it takes at that rate, its own if null. */
        double bytes(@Nullable Integer rate) {
            return Float.BYTES * seconds() * (rate != null ? rate : this.rate);
        }

        Waveform read() throws IOException {
            return sound != null ? sound : Wav.read(Objects.requireNonNull(file));
        }

        Recording held() throws IOException {
            return held(path, read());
        }

        Recording at(int rate) {
            return sound == null ? this : held(path, sound.resampled(rate));
        }
    }

    private static Found inFolder(Path folder, @Nullable Integer rate, long maxInMemory)
            throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, MAX_DEPTH)) {
            files =
                    all.filter(file -> isWav(path(folder, file)) && Files.isRegularFile(file))
                            .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
        List<Recording> headers = ReadableFiles.of(files, file -> header(folder, file), logger);
        double bytes = headers.stream().mapToDouble(it -> it.bytes(rate)).sum();
        List<Recording> readable =
                bytes > maxInMemory ? headers : ReadableFiles.of(headers, Recording::held, logger);
        return new Found(readable, files.size() - readable.size());
    }

    private static Recording header(Path folder, Path file) throws IOException {
        Wav.Header header = Wav.header(file);
        return new Recording(path(folder, file), header.frames(), header.rate(), null, file);
    }

    private static Found inArchive(Path archive, @Nullable Integer rate, long maxInMemory)
            throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new FileNotFoundException(
                    archive + ": no such folder or file; give a folder or tar.gz of WAV files");
        }
        List<Recording> readable = new ArrayList<>();
        int unreadable = 0;
        double bytes = 0;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(BinaryFile.open(archive), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null && bytes <= maxInMemory;
                    entry = tar.getNextEntry()) {
                String path = entry.getName().replaceFirst("^\\./", "");
                if (!entry.isFile() || !isWav(path)) {
                    continue;
                }
                try {
                    Recording held = Recording.held(path, Wav.read(archive + ", " + path, tar));
                    readable.add(held);
                    bytes += held.bytes(rate);
                } catch (IOException e) {
                    logger.warn("Skipped: {}", e.getMessage());
                    unreadable++;
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "%s: not a readable tar or tar.gz (%s)".formatted(archive, e.getMessage()), e);
        }
        if (bytes > maxInMemory) {
            throw new IOException(
                    "%s: takes more than %d MiB of memory; unpack it and give the folder"
                            .formatted(archive, maxInMemory >> 20));
        }
        return new Found(readable, unreadable);
    }

    private static String path(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isWav(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(".wav");
    }

    /** The lowest of those that are equally frequent. */
    private static int mostFrequentRate(List<Recording> all) {
        Map<Integer, Long> counts =
                all.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Recording::rate, TreeMap::new, Collectors.counting()));
        long most = Collections.max(counts.values());
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** One wrong rate in a header could ask for gigabytes. */
    private static void checkRates(Path place, List<Recording> all, int rate, long maxInMemory)
            throws IOException {
        double bytes = 0;
        for (Recording recording : all) {
            bytes += recording.sound != null ? recording.bytes(rate) : 0;
            if (!SincResampler.isPossible(recording.rate, rate)) {
                throw new IOException(
                        "%s: %s is recorded at %d Hz, which is too far from %d Hz; leave it out"
                                .formatted(place, recording.path, recording.rate, rate));
            }
        }
        if (bytes > maxInMemory) {
            throw new IOException(
                    "%s: takes more than %d MiB of memory at %d Hz; give a lower rate"
                            .formatted(place, maxInMemory >> 20, rate));
        }
    }

    private record Split(List<Recording> train, List<Recording> test) {}

    /** What is for training and what for testing, neither of them empty. */
    private static Split split(List<Recording> all) {
        List<Recording> used = all;
        Predicate<Recording> isTest =
                it -> Math.floorMod(Randomness.seed(0, it.path), TEST_ONE_IN) == 0;
        if (all.stream().allMatch(it -> it.name().matches(FSDD))
                && !all.stream().allMatch(it -> it.name().matches(FSDD_TEST))) {
            isTest = it -> it.name().matches(FSDD_TEST);
        }
        for (String folder : List.of("val", "test")) {
            Predicate<Recording> isInside = it -> it.folders().contains(folder);
            Predicate<Recording> isTrain = it -> it.folders().contains("train");
            if (all.stream().anyMatch(isInside) && all.stream().anyMatch(isTrain)) {
                used = all.stream().filter(isTrain.or(isInside)).toList();
                isTest = isInside;
            }
        }
        if (used.size() < all.size()) {
            logger.warn(
                    "{} recordings outside of train and test left out", all.size() - used.size());
        }
        List<Recording> test = new ArrayList<>(used.stream().filter(isTest).toList());
        List<Recording> train = new ArrayList<>(used.stream().filter(isTest.negate()).toList());
        if (train.isEmpty() || test.isEmpty()) { // by chance, in a very small folder
            List<Recording> full = train.isEmpty() ? test : train;
            (train.isEmpty() ? train : test).add(full.remove(full.size() - 1));
        }
        return new Split(train, test);
    }

    /** What names the class of a recording, "" where nothing does. */
    private static Function<Recording, String> className(
            Path place, List<Recording> all, @Nullable Integer field) throws IOException {
        if (field == null) {
            return isByFolder(all) ? Recording::folder : it -> it.part(0);
        }
        for (Recording recording : all) {
            if (recording.part(field).isEmpty()) {
                throw new IOException(
                        "%s: the name %s has no part %d between underscores to be its class"
                                .formatted(place, recording.name(), field));
            }
        }
        return it -> it.part(field);
    }

    /** Whether class folders are there: two or more that are not the split, and none without. */
    private static boolean isByFolder(List<Recording> all) {
        List<String> folders = all.stream().map(Recording::folder).distinct().toList();
        return folders.size() > 1
                && Stream.of("", "train", "val", "test").noneMatch(folders::contains);
    }

    private static String description(
            List<Recording> train, List<Recording> test, int rate, int classes, int unreadable) {
        DoubleSummaryStatistics seconds =
                Stream.concat(train.stream(), test.stream())
                        .mapToDouble(Recording::seconds)
                        .summaryStatistics();
        return "WAV, %d training and %d test recordings, %s..%s s at %d Hz, %s%s"
                .formatted(
                        train.size(),
                        test.size(),
                        rounded(seconds.getMin()),
                        rounded(seconds.getMax()),
                        rate,
                        classes == 0 ? "no labels" : classes + " classes",
                        unreadable == 0 ? "" : ", " + unreadable + " unreadable files skipped");
    }

    private static String rounded(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    /** Names, lengths and rates only: reading every byte of a large folder would take minutes. */
    private static String fingerprint(List<Recording> all, int rate) {
        Fingerprint fingerprint = new Fingerprint().add(rate);
        for (Recording recording : all) {
            fingerprint.add(recording.path).add(recording.frames).add(recording.rate);
        }
        return fingerprint.hex();
    }

    private static final class Sounds implements Samples<Waveform> {

        private final List<Recording> recordings;
        private final int rate;
        private final @Nullable Labels labels;

        Sounds(
                List<Recording> recordings,
                int rate,
                Function<Recording, String> className,
                List<String> classes) {
            this.rate = rate;
            this.recordings =
                    recordings.parallelStream().map(recording -> recording.at(rate)).toList();
            labels =
                    classes.isEmpty()
                            ? null
                            : Labels.named(recordings.stream().map(className).toList(), classes);
        }

        @Override
        public int size() {
            return recordings.size();
        }

        @Override
        public Waveform get(int index) throws IOException {
            return recordings.get(index).read().resampled(rate);
        }

        @Override
        public String name(int index) {
            return recordings.get(index).path;
        }

        @Override
        public Optional<Labels> labels() {
            return Optional.ofNullable(labels);
        }
    }
}
