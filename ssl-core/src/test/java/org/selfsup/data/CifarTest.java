package org.selfsup.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {

    private static final byte[] NAMES = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".getBytes(US_ASCII);

    @TempDir Path folder;

    @Test
    void planesBecomeInterleaved() throws IOException {
        Files.write(folder.resolve("data_batch_2.bin"), records(1, 3));
        Files.write(folder.resolve("data_batch_1.bin"), records(1, 7, 9));
        Files.write(folder.resolve("test_batch.bin"), records(1, 0));
        Files.write(folder.resolve("batches.meta.txt"), NAMES);
        DataSet<Image> set = Cifar.open(folder);
        assertThat(set.train().labels().orElseThrow().of()).containsExactly(7, 9, 3);
        assertThat(set.train().labels().orElseThrow().names()).startsWith("a", "b").hasSize(10);
        assertThat(set.description())
                .isEqualTo("CIFAR-10, 3 training and 1 test pictures, 32 x 32 RGB, 10 classes");
        Image image = set.train().get(1);
        assertThat(image.height()).isEqualTo(32);
        assertThat(image.channels()).isEqualTo(3);
        for (int row = 0; row < 32; row += 5) {
            for (int column = 0; column < 32; column += 3) {
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(image.at(row, column, channel))
                            .isEqualTo(sample(1, channel, row * 32 + column));
                }
            }
        }
    }

    @Test
    void archiveAndFoldersThatHoldOneGiveTheSameSet() throws IOException {
        Path unpacked = Files.createDirectories(folder.resolve("a/cifar-10-batches-bin"));
        Files.write(unpacked.resolve("data_batch_1.bin"), records(1, 7, 9));
        Files.write(unpacked.resolve("test_batch.bin"), records(1, 0));
        Path archive = Files.createDirectory(folder.resolve("b")).resolve("cifar-10-binary.tar.gz");
        writeArchive(archive);
        String fingerprint = Cifar.open(unpacked).fingerprint();
        assertThat(Cifar.open(folder.resolve("a")).fingerprint()).isEqualTo(fingerprint);
        assertThat(Cifar.open(archive).fingerprint()).isEqualTo(fingerprint);
        assertThat(Cifar.open(folder.resolve("b")).fingerprint()).isEqualTo(fingerprint);
    }

    @Test
    void hundredClassesUseTheFineLabel() throws IOException {
        Files.write(folder.resolve("train.bin"), records(2, 42, 99));
        Files.write(folder.resolve("test.bin"), records(2, 1));
        DataSet<Image> set = Cifar.open(folder);
        assertThat(set.train().labels().orElseThrow().of()).containsExactly(42, 99);
        assertThat(set.train().labels().orElseThrow().names()).hasSize(100);
        assertThat(set.train().get(0).at(0, 1, 2)).isEqualTo(sample(0, 2, 1));
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> Cifar.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no training batch");
        Files.write(folder.resolve("data_batch_1.bin"), records(1, 7, 9));
        assertThatThrownBy(() -> Cifar.open(folder)).hasMessageContaining("no test_batch.bin");
        Files.write(folder.resolve("test_batch.bin"), Arrays.copyOf(records(1, 0), 3000));
        assertThatThrownBy(() -> Cifar.open(folder))
                .hasMessageContaining("test_batch.bin has 3000 bytes")
                .hasMessageContaining("records of 3073 bytes");
        Files.write(folder.resolve("test_batch.bin"), records(1, 3, 10));
        assertThatThrownBy(() -> Cifar.open(folder))
                .hasMessageContaining("record 1 of test_batch.bin has label 10, expected 0 to 9");
        Files.write(folder.resolve("test_batch.bin"), records(1, 3));
        Files.write(folder.resolve("batches.meta.txt"), "cat\ndog\n".getBytes(US_ASCII));
        assertThatThrownBy(() -> Cifar.open(folder))
                .hasMessageContaining("batches.meta.txt names 2 classes, expected 10");
        assertThatThrownBy(() -> Cifar.open(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere: no such file or folder");
    }

    static void writeArchive(Path archive) throws IOException {
        Map<String, byte[]> files =
                Map.of("data_batch_1.bin", records(1, 7, 9), "test_batch.bin", records(1, 0));
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry =
                        new TarArchiveEntry("cifar-10-batches-bin/" + file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
    }

    /** Records with these labels; with two label bytes the first is a coarse label to ignore. */
    static byte[] records(int labelBytes, int... labels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < labels.length; i++) {
            write(out, labelBytes, labels[i], i);
        }
        return out.toByteArray();
    }

    private static void write(OutputStream out, int labelBytes, int label, int index)
            throws IOException {
        if (labelBytes == 2) {
            out.write(19);
        }
        out.write(label);
        for (int channel = 0; channel < 3; channel++) {
            for (int pixel = 0; pixel < 1024; pixel++) {
                out.write(sample(index, channel, pixel));
            }
        }
    }

    private static int sample(int index, int channel, int pixel) {
        return (index * 31 + channel * 77 + pixel * 7) & 0xff;
    }
}
