package org.selfsup.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files come from javax.sound.sampled, an independent writer, or are laid out byte by byte. */
class WavTest {

    private static final float[] SAMPLES = {0, 0.5f, -0.5f, 0.25f, -1, 0.9921875f};

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void everyBitDepthGivesTheSamplesBack(int bits) throws IOException {
        byte[] pcm = new byte[SAMPLES.length * bits / 8];
        ByteBuffer out = little(pcm);
        for (float sample : SAMPLES) {
            long level = Math.round(sample * Math.pow(2, bits - 1)) + (bits == 8 ? 128 : 0);
            for (int shift = 0; shift < bits; shift += 8) {
                out.put((byte) (level >> shift));
            }
        }
        byte[] file = javaSound(pcm, new AudioFormat(8_000, bits, 1, bits > 8, false));
        Waveform sound = read(file);
        assertThat(sound.rate()).isEqualTo(8_000);
        assertThat(sound.samples()).containsExactly(SAMPLES);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64})
    void floatsAreReadAsTheyAre(int bits) throws IOException {
        byte[] data = new byte[SAMPLES.length * bits / 8];
        ByteBuffer out = little(data);
        for (float sample : SAMPLES) {
            if (bits == 32) {
                out.putFloat(sample);
            } else {
                out.putDouble(sample);
            }
        }
        assertThat(read(wav(3, 1, 44_100, bits, data)).samples()).containsExactly(SAMPLES);
    }

    @Test
    void channelsAreAveraged() throws IOException {
        byte[] pcm =
                little(8)
                        .putShort((short) 16384)
                        .putShort((short) -8192)
                        .putShort(Short.MIN_VALUE)
                        .putShort(Short.MIN_VALUE)
                        .array();
        byte[] file = javaSound(pcm, new AudioFormat(16_000, 16, 2, true, false));
        assertThat(read(file).samples()).containsExactly(0.125f, -1f);
    }

    @Test
    void extensibleFormatsAndOtherChunksAreUnderstood() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("RIFF????WAVE".getBytes(US_ASCII));
        file.write(little(12).put("LIST".getBytes(US_ASCII)).putInt(3).array()); // padded to 4
        file.write(little(8).put("fmt ".getBytes(US_ASCII)).putInt(40).array());
        file.write(
                little(40)
                        .put(format(0xfffe, 1, 8_000, 16))
                        .putShort((short) 22)
                        .putShort((short) 16)
                        .putInt(0)
                        .putShort((short) 1)
                        .array());
        file.write(little(12).put("data".getBytes(US_ASCII)).putInt(4).putInt(0x40002000).array());
        assertThat(read(file.toByteArray()).samples()).containsExactly(0.25f, 0.5f);
    }

    @Test
    void whatIsWrittenIsReadBackExactlyHereAndByJavaSound() throws Exception {
        float[] levels = new float[65_536];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (i - 32_768) * 0x1p-15f;
        }
        Path file = folder.resolve("levels.wav");
        Wav.write(file, new Waveform(levels, 22_050));
        Waveform read = Wav.read(file);
        assertThat(read.rate()).isEqualTo(22_050);
        assertThat(read.samples()).containsExactly(levels);
        try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
            assertThat(in.getFormat().getSampleRate()).isEqualTo(22_050);
            assertThat(in.getFrameLength()).isEqualTo(65_536);
        }
    }

    @Test
    void loudSamplesAreClippedOnWriting() throws IOException {
        Path file = folder.resolve("loud.wav");
        Wav.write(file, new Waveform(new float[] {3, -3e9f, 0}, 8_000));
        assertThat(Wav.read(file).samples()).containsExactly(32_767 / 32_768f, -1, 0);
    }

    @Test
    void aFileCutAnywhereIsRefused() {
        byte[] file = wav(1, 1, 8_000, 16, new byte[20]);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> read(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("x.wav: not a readable WAV file (")
                    .hasMessageContaining(
                            cut.length < 44
                                    ? "it ends within its header"
                                    : "cut short: its header");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|0|8000|16|4|0 channels",
                "1|33|8000|16|66|33 channels",
                "1|1|0|16|4|Hz, got 0",
                "1|1|-5|16|4|Hz, got -5",
                "1|1|8000|12|4|encoding 1 with 12 bits",
                "6|1|8000|8|4|encoding 6 with 8 bits",
                "3|1|8000|16|4|encoding 3 with 16 bits",
                "1|1|8000|16|3|3 bytes is not one or more frames of 2",
                "1|2|8000|16|6|6 bytes is not one or more frames of 4",
                "1|1|8000|16|0|0 bytes is not one or more frames",
            })
    void headersThatMakeNoSenseAreRefused(
            int encoding, int channels, int rate, int bits, int bytes, String fault) {
        byte[] file = wav(encoding, channels, rate, bits, new byte[bytes]);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.wav")
                .hasMessageContaining(fault);
    }

    @Test
    void aHeaderThatAnnouncesTooMuchTakesNoMemory() {
        byte[] file = wav(1, 1, 8_000, 16, new byte[4]);
        little(file).putInt(40, 0xfffffffe);
        assertThatThrownBy(() -> read(file)).hasMessageContaining("at most 268435456 are read");
        little(file).putInt(40, 1 << 27);
        assertThatThrownBy(() -> read(file))
                .hasMessageContaining("announces 134217728 bytes of sound, 4 are there");
    }

    @Test
    void soundThatIsNotANumberIsRefused() {
        byte[] file = wav(3, 1, 8_000, 32, little(8).putFloat(4, Float.NaN).array());
        assertThatThrownBy(() -> read(file)).hasMessageContaining("finite, got NaN at 1");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        assertThatThrownBy(() -> read("this is a text, not a sound".getBytes(US_ASCII)))
                .hasMessageContaining(
                        "x.wav: not a readable WAV file (it does not start with RIFF");
        byte[] swapped = wav(1, 1, 8_000, 16, new byte[4]);
        System.arraycopy("junk".getBytes(US_ASCII), 0, swapped, 12, 4);
        assertThatThrownBy(() -> read(swapped)).hasMessageContaining("no format before its data");
        assertThatThrownBy(() -> Wav.read(folder.resolve("none.wav")))
                .hasMessageContaining("none.wav: there is no such file");
    }

    @Test
    void headerAloneIsCheckedAgainstTheLengthOfTheFile() throws IOException {
        Path file = folder.resolve("a.wav");
        byte[] whole = wav(1, 2, 8_000, 16, new byte[20]);
        Files.write(file, whole);
        assertThat(Wav.header(file).frames()).isEqualTo(5);
        Files.write(file, Arrays.copyOf(whole, 60));
        assertThatThrownBy(() -> Wav.header(file))
                .hasMessageContaining("a.wav: not a readable")
                .hasMessageContaining("announces 20 bytes of sound, 16 are there");
    }

    private static Waveform read(byte[] file) throws IOException {
        return Wav.read("x.wav", new ByteArrayInputStream(file));
    }

    private static byte[] javaSound(byte[] data, AudioFormat format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int frames = data.length / format.getFrameSize();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(data), format, frames),
                AudioFileFormat.Type.WAVE,
                file);
        return file.toByteArray();
    }

    /** The plain layout: 12 bytes RIFF, 24 format, 8 before the data. */
    static byte[] wav(int encoding, int channels, int rate, int bits, byte[] data) {
        return little(44 + data.length)
                .put("RIFF".getBytes(US_ASCII))
                .putInt(36 + data.length)
                .put("WAVEfmt ".getBytes(US_ASCII))
                .putInt(16)
                .put(format(encoding, channels, rate, bits))
                .put("data".getBytes(US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static byte[] format(int encoding, int channels, int rate, int bits) {
        return little(16)
                .putShort((short) encoding)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(rate * channels * bits / 8)
                .putShort((short) (channels * bits / 8))
                .putShort((short) bits)
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return little(new byte[bytes]);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
