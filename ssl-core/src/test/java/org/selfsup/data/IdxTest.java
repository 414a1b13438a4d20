package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

    @TempDir Path folder;

    @BeforeEach
    void writeTinySet() throws IOException {
        writeSet(folder);
    }

    /** Three training pictures and two test pictures of 2 x 3. */
    static void writeSet(Path folder) throws IOException {
        Files.write(folder.resolve(TRAIN_IMAGES), images(3, 2, 3));
        Files.write(folder.resolve(TRAIN_LABELS), labels(7, 0, 9));
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(2, 2, 3)));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(labels(1, 2)));
    }

    @Test
    void plainAndGzipFilesGivePicturesAndLabels() throws IOException {
        DataSet<Image> set = Idx.open(folder);
        assertThat(set.train().size()).isEqualTo(3);
        assertThat(set.test().size()).isEqualTo(2);
        Image second = set.train().get(1);
        assertThat(second.height()).isEqualTo(2);
        assertThat(second.width()).isEqualTo(3);
        assertThat(second.channels()).isEqualTo(1);
        assertThat(second.at(0, 0, 0)).isEqualTo(240);
        assertThat(second.at(1, 2, 0)).isEqualTo(245);
        assertThat(set.train().labels().orElseThrow().of()).containsExactly(7, 0, 9);
        assertThat(set.test().labels().orElseThrow().names())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(set.description())
                .isEqualTo("IDX, 3 training and 2 test pictures, 2 x 3 grey, 10 classes");
    }

    @Test
    void fingerprintFollowsPixelsAndLabels() throws IOException {
        String before = Idx.open(folder).fingerprint();
        assertThat(before).matches("[0-9a-f]{16}").isEqualTo(Idx.open(folder).fingerprint());
        Files.write(folder.resolve(TRAIN_LABELS), labels(7, 1, 9));
        assertThat(Idx.open(folder).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void cutFilesAreRefusedWithBothSizes() throws IOException {
        byte[] whole = images(3, 2, 3);
        Files.write(folder.resolve(TRAIN_IMAGES), Arrays.copyOf(whole, 30));
        assertThatThrownBy(() -> Idx.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(TRAIN_IMAGES)
                .hasMessageContaining("cut short: the header promises 34 bytes, there are 30");
        Files.write(folder.resolve(TRAIN_IMAGES), Arrays.copyOf(whole, 35));
        assertThatThrownBy(() -> Idx.open(folder)).hasMessageContaining("but more follow");
        byte[] packed = gzip(whole);
        Files.write(folder.resolve(TRAIN_IMAGES), Arrays.copyOf(packed, packed.length - 12));
        assertThatThrownBy(() -> Idx.open(folder)).hasMessageContaining("promises 34 bytes");
    }

    @Test
    void aHeaderThatPromisesTwoGibibytesCostsNothing() throws IOException {
        ByteBuffer hostile = ByteBuffer.allocate(40);
        hostile.putInt(0x803).putInt(32767).putInt(256).putInt(255);
        Files.write(folder.resolve(TRAIN_IMAGES), hostile.array());
        assertThatThrownBy(() -> Idx.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("promises 2139029776 bytes, there are 40");
        hostile.putInt(8, Integer.MAX_VALUE).putInt(12, Integer.MAX_VALUE);
        Files.write(folder.resolve(TRAIN_IMAGES), hostile.array());
        assertThatThrownBy(() -> Idx.open(folder)).hasMessageContaining("more than the 2 GiB");
    }

    @Test
    void wrongContentIsNamed() throws IOException {
        Files.write(folder.resolve(TRAIN_LABELS), labels(7, 0));
        assertThatThrownBy(() -> Idx.open(folder))
                .hasMessageContaining(TRAIN_LABELS)
                .hasMessageContaining("2 labels, but there are 3 pictures");
        Files.write(folder.resolve(TRAIN_LABELS), images(3, 2, 3));
        assertThatThrownBy(() -> Idx.open(folder))
                .hasMessageContaining("start with 0x00000801, this file with 0x00000803");
        Files.delete(folder.resolve(TRAIN_LABELS));
        assertThatThrownBy(() -> Idx.open(folder))
                .hasMessageContaining("no train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz");
        assertThatThrownBy(() -> Idx.open(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere: no such folder");
    }

    private static byte[] images(int count, int height, int width) {
        ByteBuffer file = ByteBuffer.allocate(16 + count * height * width);
        file.putInt(0x803).putInt(count).putInt(height).putInt(width);
        for (int i = 0; file.hasRemaining(); i++) {
            file.put((byte) (234 + i));
        }
        return file.array();
    }

    private static byte[] labels(int... of) {
        ByteBuffer file = ByteBuffer.allocate(8 + of.length).putInt(0x801).putInt(of.length);
        for (int label : of) {
            file.put((byte) label);
        }
        return file.array();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
