package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers of damaged files give a data set or an exception with a message, nothing else. */
@Timeout(60)
class DamagedFilesTest {

    private interface Reader {
        void read() throws IOException;
    }

    @TempDir Path folder;

    @Test
    void idxFilesMayBeDamaged() throws IOException {
        IdxTest.writeSet(folder);
        for (String name :
                List.of(
                        "train-images-idx3-ubyte",
                        "train-labels-idx1-ubyte",
                        "t10k-images-idx3-ubyte.gz",
                        "t10k-labels-idx1-ubyte.gz")) {
            damage(folder.resolve(name), 500, () -> Idx.open(folder));
        }
    }

    @Test
    void cifarFoldersMayBeDamaged() throws IOException {
        Path batch = folder.resolve("data_batch_1.bin");
        Path names = folder.resolve("batches.meta.txt");
        Files.write(batch, CifarTest.records(1, 7, 9));
        Files.write(folder.resolve("test_batch.bin"), CifarTest.records(1, 0));
        Files.writeString(names, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        damage(batch, 300, () -> Cifar.open(folder));
        damage(names, 300, () -> Cifar.open(folder));
    }

    @Test
    void cifarArchivesMayBeDamaged() throws IOException {
        Path archive = folder.resolve("cifar-10-binary.tar.gz");
        CifarTest.writeArchive(archive);
        damage(archive, 1000, () -> Cifar.open(archive));
        // Damage below the gzip layer reaches the tar headers.
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(archive)))) {
            Files.write(archive, in.readAllBytes());
        }
        damage(archive, 1000, () -> Cifar.open(archive));
    }

    @Test
    void graphFilesMayBeDamaged() throws IOException {
        CitationTest.writeSet(folder);
        for (String name : List.of("labels.tsv", "edges.tsv", "splits.tsv", "features.tsv.gz")) {
            damage(folder.resolve(name), 300, () -> Citation.open(folder));
        }
        Path collection = Files.writeString(folder.resolve("graphs.txt"), TuGraphsTest.TINY);
        damage(collection, 500, () -> TuGraphs.open(collection));
    }

    @Test
    void picturesMayBeDamaged() throws IOException {
        BufferedImage noise = ImageFolderTest.noise(12);
        BufferedImage indexed = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(3, 3, -1);
        Path file = folder.resolve("picture");
        for (byte[] bytes :
                List.of(
                        ImageFolderTest.encode(noise, "jpg"),
                        ImageFolderTest.encode(noise, "png"),
                        ImageFolderTest.encode(indexed, "png"))) {
            Files.write(file, bytes);
            damage(
                    file,
                    1000,
                    () -> {
                        PictureFile.size(file);
                        PictureFile.decode(file);
                    });
        }
    }

    /** Reads seeded mutations of the file: changed, cut, repeated; most often near the start. */
    private static void damage(Path file, int rounds, Reader reader) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = mutate(whole, Randomness.at(99, round));
            Files.write(file, damaged);
            try {
                reader.read();
            } catch (IOException | IllegalArgumentException e) {
                refused++;
                assertThat(e.getMessage()).as("round %d", round).contains(parentOf(file));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("Round " + round + " of " + file.getFileName(), e);
            }
        }
        Files.write(file, whole);
        assertThat(refused).isBetween(rounds / 100, rounds);
    }

    private static String parentOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? "" : parent.toString();
    }

    private static byte[] mutate(byte[] whole, RandomGenerator random) {
        byte[] bytes = whole.clone();
        int edits = 1 + random.nextInt(4);
        int reach = random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length;
        for (int i = 0; i < edits; i++) {
            bytes[random.nextInt(reach)] =
                    switch (random.nextInt(4)) {
                        case 0 -> (byte) 0xff;
                        case 1 -> 0x7f;
                        case 2 -> 0;
                        default -> (byte) random.nextInt();
                    };
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(40));
            default -> bytes;
        };
    }
}
