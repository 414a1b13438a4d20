package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterSegment;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.report.Section;

class WaveSetTest {

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
    void ofRecordingsTooShortForAFrameNothingIsShown() throws IOException {
        WaveSet waves = WaveSet.open("tones", List.of(), 0.005);
        assertThat(waves.views(waves.evaluationViews(), 0)).isEmpty();
    }
}
