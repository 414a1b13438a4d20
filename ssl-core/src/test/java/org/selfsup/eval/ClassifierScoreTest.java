package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassifierScoreTest {

    @Test
    void clearAndVariedSamplesScoreTheNumberOfClasses() {
        ClassifierScore score = score(3, 50, 0, 0, 0, 50, 0, 0, 0, 50);
        assertThat(score.value()).isCloseTo(3, within(1e-9));
        assertThat(score.shares())
                .containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-12));
        assertThat(score.modes(0.01)).isEqualTo(3);
    }

    @Test
    void oneKindOfSampleScoresOneHoweverClear() {
        ClassifierScore score = score(3, 50, 0, 0, 60, 0, 1);
        assertThat(score.value()).isCloseTo(1, within(1e-9));
        assertThat(score.modes(0)).isOne();
    }

    @Test
    void unclearSamplesScoreOneHoweverMany() {
        assertThat(score(2, 7, 7, -3, -3).value()).isCloseTo(1, within(1e-12));
    }

    /** p = (0.8, 0.2) and (0.4, 0.6), so p(y) = (0.6, 0.4). */
    @Test
    void theValueIsThatOfTheFormula() {
        double first = 0.8 * Math.log(0.8 / 0.6) + 0.2 * Math.log(0.2 / 0.4);
        double second = 0.4 * Math.log(0.4 / 0.6) + 0.6 * Math.log(0.6 / 0.4);
        float[] logits = {
            (float) Math.log(0.8), (float) Math.log(0.2), (float) Math.log(4), (float) Math.log(6)
        };
        ClassifierScore score = score(2, logits);
        assertThat(score.value()).isCloseTo(Math.exp((first + second) / 2), within(1e-7));
        assertThat(score.shares()).containsExactly(0.5, 0.5);
        assertThat(score.modes(0.5)).isEqualTo(2);
        assertThat(score.modes(0.6)).isZero();
    }

    @Test
    void logitsFarApartDoNotOverflow() {
        assertThat(score(2, 3e38f, -3e38f, -3e38f, 3e38f).value()).isCloseTo(2, within(1e-9));
    }

    @Test
    void theLargestLogitIsTheClass() {
        Features logits = Blobs.labelled(new float[] {1, 2, 3, 2, 2, 1}, 2, 1, 0, 1);
        assertThat(Classification.of(logits).predictions()).containsExactly(1, 0, 0);
        assertThat(Classification.of(logits).accuracy()).isCloseTo(2 / 3.0, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Classification.of(Blobs.labelled(new float[] {1, 2}, 2, 2)))
                .withMessageContaining("a logit for each of 3 classes, got 2");
    }

    private static ClassifierScore score(int classes, float... logits) {
        return ClassifierScore.of(new Features(logits, classes, null));
    }
}
