package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.selfsup.testing.Golden;

/** Figures from the formulas of WaveNet's section 2.2 in float64, as in torchaudio. */
class MuLawTest {

    private static final Golden GOLDEN = Golden.open("generative", MuLaw.class);

    @Test
    void everyCodeDecodesToItsValueAndBack() {
        int[] codes = IntStream.range(0, 256).toArray();
        float[] decoded = MuLaw.WAVENET.decode(codes);
        GOLDEN.assertClose("mu_law.all_codes/decoded", decoded);
        assertThat(MuLaw.WAVENET.encode(decoded)).isEqualTo(codes);
    }

    @Test
    void codesAndCompandedValuesAgree() {
        float[] x = GOLDEN.floats("mu_law.encode/x");
        float[] companded = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            companded[i] = (float) MuLaw.WAVENET.compress(x[i]);
        }
        GOLDEN.assertClose("mu_law.encode/companded", companded);
        GOLDEN.assertEqual(
                "mu_law.encode/codes",
                IntStream.of(MuLaw.WAVENET.encode(x)).asLongStream().toArray());
    }

    @Test
    void otherResolutionsRoundTripToo() {
        for (int mu : new int[] {1, 15, 1_023, 65_535}) {
            int[] codes = IntStream.rangeClosed(0, mu).toArray();
            MuLaw law = new MuLaw(mu);
            assertThat(law.encode(law.decode(codes))).isEqualTo(codes);
        }
    }

    @Test
    void loudSamplesAreClippedAndBadOnesRefused() {
        assertThat(MuLaw.WAVENET.encode(1.5)).isEqualTo(255);
        assertThat(MuLaw.WAVENET.encode(Double.NEGATIVE_INFINITY)).isZero();
        assertThatThrownBy(() -> MuLaw.WAVENET.encode(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Mu-law takes numbers, got NaN");
        assertThatThrownBy(() -> MuLaw.WAVENET.decode(256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The codes of mu-law are 0 to 255, got 256");
        assertThatThrownBy(() -> new MuLaw(0)).hasMessageContaining("1 to 65,535, got 0");
    }
}
