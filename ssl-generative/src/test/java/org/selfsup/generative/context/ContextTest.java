package org.selfsup.generative.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;

class ContextTest {

    private static final int[] SEQUENCE = {10, 11, 12, 13, 14, 15, 16, 99};
    private static final int LENGTH = 7; // the last is not part of it

    @Test
    void skipGramPredictsEachWordWithinAReachDrawnEvenly() {
        int[] counts = new int[100];
        RandomGenerator random = Randomness.at(3);
        int draws = 30_000;
        for (int i = 0; i < draws; i++) {
            new SkipGram(3)
                    .at(
                            SEQUENCE,
                            LENGTH,
                            2,
                            random,
                            (given, count, target) -> {
                                assertThat(given[0]).isEqualTo(12);
                                assertThat(count).isEqualTo(1);
                                counts[target]++;
                            });
        }
        // 1, 2 or 3 words far, each with probability 1/3
        double[] expected = {2.0 / 3, 1, 0, 1, 2.0 / 3, 1.0 / 3, 0};
        for (int i = 0; i < LENGTH; i++) {
            assertThat((double) counts[10 + i] / draws).isCloseTo(expected[i], within(0.015));
        }
        assertThat(counts[99]).isZero();
    }

    @Test
    void cbowGivesAllWordsWithinTheReachAtOnce() {
        new Cbow(1)
                .at(
                        SEQUENCE,
                        LENGTH,
                        3,
                        Randomness.at(0),
                        (given, count, target) -> {
                            assertThat(Arrays.copyOf(given, count)).containsExactly(12, 14);
                            assertThat(target).isEqualTo(13);
                        });
        new Cbow(1)
                .at(
                        SEQUENCE,
                        LENGTH,
                        LENGTH - 1,
                        Randomness.at(0),
                        (given, count, target) ->
                                assertThat(Arrays.copyOf(given, count)).containsExactly(15));
    }

    @Test
    void aWordAlonePredictsNothing() {
        Context.Prediction none =
                (given, count, target) -> {
                    throw new AssertionError("predicted " + target);
                };
        new SkipGram(5).at(SEQUENCE, 1, 0, Randomness.at(0), none);
        new Cbow(5).at(SEQUENCE, 1, 0, Randomness.at(0), none);
    }

    @Test
    void windowsBelowOneAreRefused() {
        assertThatThrownBy(() -> new SkipGram(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window of 0");
        assertThatThrownBy(() -> new Cbow(-1)).hasMessageContaining("window of -1");
    }
}
