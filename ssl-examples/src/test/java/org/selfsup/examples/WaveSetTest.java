package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.augment.CenterSegment;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.data.Wav;
import org.selfsup.data.Waveform;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.report.Section;

class WaveSetTest {

    @TempDir private Path directory;

    @Test
    void reportsShowRecordingsAndViewsAsSpectrograms() throws IOException {
        WaveSet waves = WaveSet.open("tones", List.of(), 0.25);
        WaveViews two =
                new WaveViews(
                        new WavePipeline(new CenterSegment(waves.length())),
                        new WavePipeline(new CenterSegment(waves.length())));
        Section.Gallery shown = (Section.Gallery) waves.views(two, 0).get(0);
        assertThat(shown.rows())
                .extracting(Section.Gallery.Row::label)
                .containsExactly("recordings", "view 1", "view 2");
        int rate = waves.train().get(0).rate();
        assertThat(shown.rows().get(2).pictures())
                .hasSize(6)
                .allSatisfy(
                        picture -> {
                            assertThat(picture.getHeight()).isEqualTo(40); // bands
                            // A frame every hundredth of a second.
                            assertThat(picture.getWidth())
                                    .isEqualTo(1 + waves.length() / (rate / 100));
                        });
    }

    @Test
    void slowRecordingsHaveFewerBandsAndVerySlowOnesNone() throws IOException {
        assertThat(shown(1_000))
                .extracting(row -> row.pictures().get(0).getHeight())
                .containsOnly(10);
        assertThat(shown(200)).isEmpty();
    }

    private List<Section.Gallery.Row> shown(int rate) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("rate" + rate));
        for (int i = 0; i < 20; i++) {
            float[] samples = new float[rate];
            for (int t = 0; t < rate; t++) {
                samples[t] = (float) Math.sin(0.1 * (1 + i % 2) * t);
            }
            Wav.write(folder.resolve(i % 2 + "_" + i + ".wav"), new Waveform(samples, rate));
        }
        WaveSet waves = WaveSet.open("wav:" + folder, List.of(0), 0.5);
        Block encoder = new Sequence().add("flat", Layers.flatten());
        Map<String, Object> figures =
                waves.evaluate(encoder, encoder, 0, 100, Device.cpu()).orElseThrow().figures();
        assertThat(figures).containsKey("probe");
        assertThat(figures.containsKey("log_mel")).isEqualTo(rate >= 400);
        return waves.views(waves.evaluationViews(), 0).stream()
                .flatMap(section -> ((Section.Gallery) section).rows().stream())
                .toList();
    }

    @Test
    void ofRecordingsTooShortForAFrameNothingIsShown() throws IOException {
        WaveSet waves = WaveSet.open("tones", List.of(), 0.005);
        assertThat(waves.views(waves.evaluationViews(), 0)).isEmpty();
    }
}
