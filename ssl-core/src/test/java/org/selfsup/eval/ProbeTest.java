package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {

    private static final Probe PROBE =
            new Probe(new KnnProbe(10, 0.1f), new LinearProbe(List.of(0.1, 0.001), 0.2, 1));

    @Test
    void summaryNamesBothProbesAndBothEncoders() {
        int[] of = {0, 1, 0, 1};
        Features clear = Blobs.labelled(new float[] {1, -1, 2, -2}, 1, of);
        Features blind = Blobs.labelled(new float[] {1, 1, 1, 1}, 1, of);
        Probe probe = new Probe(new KnnProbe(1, 0.1f), new LinearProbe(List.of(0.1), 0.2, 1));
        Probe.Comparison comparison =
                probe.compare(new Split(clear, clear), new Split(blind, blind));
        assertThat(comparison.summary())
                .isEqualTo("linear 100.0 % (untrained 50.0 %), k-NN 100.0 % (untrained 50.0 %)");
    }

    @Test
    void betterFeaturesScoreHigher() {
        Probe.Comparison comparison = PROBE.compare(split(0.1), split(2));
        assertThat(comparison.trained().linear().accuracy()).isBetween(0.95, 1.0);
        assertThat(comparison.untrained().linear().accuracy()).isBetween(0.2, 0.85);
        assertThat(comparison.trained().knn().accuracy()).isBetween(0.95, 1.0);
        assertThat(comparison.untrained().knn().accuracy()).isBetween(0.2, 0.85);
    }

    @Test
    void otherSamplesAreRefused() {
        Split a = split(1);
        Split b = new Split(Blobs.shuffled(a.train(), 1), a.test());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PROBE.compare(a, b))
                .withMessageContaining("same training samples in the same order");
    }

    private static Split split(double noise) {
        return new Split(Blobs.of(400, 6, 4, noise, 1), Blobs.of(200, 6, 4, noise, 2));
    }
}
