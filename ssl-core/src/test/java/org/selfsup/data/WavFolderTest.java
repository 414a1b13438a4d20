package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFolderTest {

    @TempDir Path folder;

    @Test
    void digitsAreClassesAndLowNumbersTestsAsInFsdd() throws IOException {
        digits("");
        DataSet<Waveform> set = WavFolder.open(folder);
        assertThat(set.train().labels().orElseThrow().names()).containsExactly("0", "7");
        assertThat(set.test().size()).isEqualTo(20);
        assertThat(set.train().size()).isEqualTo(8);
        assertThat(set.train().labels().orElseThrow().of()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(set.description())
                .isEqualTo(
                        "WAV, 8 training and 20 test recordings, 0.00..0.00 s at 8000 Hz,"
                                + " 2 classes");
        assertThat(WavFolder.open(folder, 8_000, 1).test().labels().orElseThrow().names())
                .containsExactly("jackson", "theo");
        assertThatThrownBy(() -> WavFolder.open(folder, 8_000, 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0_jackson_5.wav has no part 3");
    }

    @Test
    void anArchiveIsTheFolderItWasMadeOf() throws IOException {
        Map<String, byte[]> files = digits("recordings/");
        Path archive = folder.resolve("sounds.tar.gz");
        Files.write(archive, tarGz(files));
        DataSet<Waveform> packed = WavFolder.open(archive);
        DataSet<Waveform> loose = WavFolder.open(folder);
        assertThat(packed.description()).isEqualTo(loose.description());
        assertThat(packed.fingerprint()).isEqualTo(loose.fingerprint());
        for (int i = 0; i < packed.train().size(); i++) {
            assertThat(packed.train().get(i).samples())
                    .containsExactly(loose.train().get(i).samples());
        }
    }

    @Test
    void trainAndTestFoldersAndClassFoldersAreHonoured() throws IOException {
        write("train/yes/a.wav", sound(1));
        write("train/no/b.WAV", sound(2));
        write("train/no/.hidden.wav", sound(2));
        write("train/no/notes.txt", new byte[4]);
        write("test/no/c.wav", sound(3));
        write("val/no/left_out.wav", sound(4));
        DataSet<Waveform> set = WavFolder.open(folder);
        assertThat(set.train().labels().orElseThrow().of()).containsExactly(0, 1);
        assertThat(set.test().labels().orElseThrow().of()).containsExactly(0);
        assertThat(set.test().labels().orElseThrow().names()).containsExactly("no", "yes");
        assertThat(set.test().get(0).samples()[0]).isEqualTo(3 / 128f);
    }

    @Test
    void withoutASplitAboutOneInFiveIsForTestingByNameAlone() throws IOException {
        for (int i = 0; i < 100; i++) {
            write(i + ".wav", sound(i));
        }
        DataSet<Waveform> set = WavFolder.open(folder);
        assertThat(set.test().size()).isBetween(10, 30);
        assertThat(set.train().size() + set.test().size()).isEqualTo(100);
        assertThat(set.train().labels()).isEmpty();
        assertThat(set.description()).endsWith(", no labels");
    }

    @Test
    void unreadableFilesAreSkippedAndCounted() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.wav", sound(1));
        files.put("b.wav", Arrays.copyOf(sound(2), 50));
        files.put("c.wav", new byte[0]);
        files.put("d.wav", sound(4));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        Path archive = folder.resolve("sounds.tar.gz");
        Files.write(archive, tarGz(files));
        for (Path place : new Path[] {folder, archive}) {
            DataSet<Waveform> set = WavFolder.open(place);
            assertThat(set.train().size() + set.test().size()).isEqualTo(2);
            assertThat(set.description()).endsWith(", no labels, 2 unreadable files skipped");
        }
    }

    @Test
    void recordingsOfAnotherRateAreResampled() throws IOException {
        write("a.wav", sound(1));
        write("b.wav", sound(2));
        write("c.wav", WavTest.wav(1, 1, 16_000, 8, new byte[32]));
        for (Waveform sound : all(WavFolder.open(folder))) {
            assertThat(sound.rate()).isEqualTo(8_000);
            assertThat(sound.samples()).hasSize(16);
        }
        for (Waveform sound : all(WavFolder.open(folder, 16_000))) {
            assertThat(sound.rate()).isEqualTo(16_000);
            assertThat(sound.samples()).hasSize(32);
        }
    }

    /** One wrong header must not ask for a million times the memory. */
    @Test
    void ratesFarFromTheOthersAreRefused() throws IOException {
        write("a.wav", sound(1));
        write("b.wav", sound(2));
        write("c.wav", WavTest.wav(1, 1, 7, 8, new byte[32]));
        assertThatThrownBy(() -> WavFolder.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("c.wav is recorded at 7 Hz, which is too far from 8000 Hz");
        write("c.wav", WavTest.wav(1, 1, 16, 8, new byte[4000]));
        assertThatThrownBy(() -> WavFolder.open(folder, null, null, 1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes more than 1 MiB of memory at 8000 Hz");
        assertThatThrownBy(() -> new Waveform(new float[] {1}, 1).resampled(8_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1000 times");
    }

    @Test
    void largeFoldersAreReadOnDemandAndLargeArchivesRefused() throws IOException {
        Map<String, byte[]> files = digits("");
        DataSet<Waveform> onDemand = WavFolder.open(folder, 16_000, null, 0);
        Waveform[] held = all(WavFolder.open(folder, 16_000));
        Waveform[] read = all(onDemand);
        for (int i = 0; i < held.length; i++) {
            assertThat(read[i].samples()).containsExactly(held[i].samples());
        }
        Path archive = folder.resolve("sounds.tar.gz");
        Files.write(archive, tarGz(files));
        assertThatThrownBy(() -> WavFolder.open(archive, null, null, 100))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sounds.tar.gz: takes more than 0 MiB of memory; unpack it");
        for (String name : files.keySet()) {
            Files.delete(folder.resolve(name));
        }
        assertThatThrownBy(() -> onDemand.train().get(0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(".wav: there is no such file");
    }

    @Test
    void placesWithoutRecordingsAreRefused() throws IOException {
        assertThatThrownBy(() -> WavFolder.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 readable WAV files, 0 unreadable; put at least two");
        assertThatThrownBy(() -> WavFolder.open(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere: no such folder or file");
        byte[] archive = tarGz(digits(""));
        Path file = folder.resolve("cut.tar.gz");
        Files.write(file, Arrays.copyOf(archive, archive.length / 2));
        assertThatThrownBy(() -> WavFolder.open(file)).hasMessageContaining("cut.tar.gz");
        Files.writeString(file, "this is a text, not an archive".repeat(100));
        assertThatThrownBy(() -> WavFolder.open(file))
                .hasMessageContaining("cut.tar.gz: not a readable tar or tar.gz");
    }

    private Map<String, byte[]> digits(String prefix) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String speaker : new String[] {"theo", "jackson"}) {
            for (int digit : new int[] {7, 0}) {
                for (int number = 0; number < 7; number++) {
                    byte[] sound = sound(7 * digit + number);
                    String name = digit + "_" + speaker + "_" + number + ".wav";
                    files.put(prefix + name, sound);
                    write(prefix + name, sound);
                }
            }
        }
        return files;
    }

    /** Sixteen samples of one value at 8 kHz. */
    private static byte[] sound(int level) {
        byte[] data = new byte[16];
        Arrays.fill(data, (byte) (level + 128));
        return WavTest.wav(1, 1, 8_000, 8, data);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    static byte[] tarGz(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Waveform[] all(DataSet<Waveform> set) throws IOException {
        Waveform[] sounds = new Waveform[set.train().size() + set.test().size()];
        for (int i = 0; i < sounds.length; i++) {
            int train = set.train().size();
            sounds[i] = i < train ? set.train().get(i) : set.test().get(i - train);
        }
        return sounds;
    }
}
