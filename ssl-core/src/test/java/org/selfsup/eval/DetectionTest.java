package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectionTest {

    @Test
    void figuresAreThoseOfTheirDefinitions() {
        Random random = new Random(1);
        float[] scores = new float[200];
        boolean[] marked = new boolean[200];
        for (int i = 0; i < 200; i++) {
            marked[i] = random.nextInt(4) == 0;
            scores[i] = random.nextInt(7) - (marked[i] ? 2 : 4); // with many equals
        }
        double wins = 0;
        int pairs = 0;
        int right = 0;
        int positives = 0;
        int hits = 0;
        int all = 0;
        for (int i = 0; i < 200; i++) {
            boolean said = scores[i] > 0;
            right += said == marked[i] ? 1 : 0;
            hits += said && marked[i] ? 1 : 0;
            positives += said ? 1 : 0;
            all += marked[i] ? 1 : 0;
            for (int j = 0; j < 200; j++) {
                if (marked[i] && !marked[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        Detection detection = Detection.of(scores, marked);
        assertThat(detection.auc()).isCloseTo(wins / pairs, within(1e-12));
        assertThat(detection.accuracy()).isCloseTo(right / 200.0, within(1e-12));
        assertThat(detection.base()).isCloseTo(1 - all / 200.0, within(1e-12));
        double precision = (double) hits / positives;
        double recall = (double) hits / all;
        assertThat(detection.f1())
                .isCloseTo(2 * precision * recall / (precision + recall), within(1e-12));
        assertThat(detection.summary()).contains("% right (base rate", "AUC", "F1");
    }

    @Test
    void equalScoresTellNothing() {
        Detection detection = Detection.of(new float[3], new boolean[] {true, false, false});
        assertThat(detection.auc()).isEqualTo(0.5);
        assertThat(detection.f1()).isZero();
    }

    @Test
    void oneKindOrNoNumberIsRefused() {
        assertThatThrownBy(() -> Detection.of(new float[2], new boolean[2]))
                .hasMessageContaining("of both kinds, got 2 scores of 2 things, 0 of which");
        assertThatThrownBy(
                        () -> Detection.of(new float[] {1, Float.NaN}, new boolean[] {true, false}))
                .hasMessageContaining("Score 1 is not a number");
    }
}
