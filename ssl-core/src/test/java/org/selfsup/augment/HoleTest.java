package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HoleTest {

    private final SplittableRandom random = new SplittableRandom(5);

    @Test
    void withoutDriftItIsTheCentre() {
        assertThat(new Hole(6, 8, 2, 0).draw(random)[0]).containsExactly(19, 20, 27, 28);
    }

    @Test
    void withDriftItIsAnywhereInsideButLeavesARim() {
        Hole hole = new Hole(8, 8, 3, 100);
        TreeSet<Integer> corners = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            int[] missing = hole.draw(random)[0];
            assertThat(missing).hasSize(9).isSorted();
            assertThat(Arrays.stream(missing).map(at -> at / 8)).allMatch(y -> y > 0 && y < 7);
            assertThat(Arrays.stream(missing).map(at -> at % 8)).allMatch(x -> x > 0 && x < 7);
            corners.add(missing[0]);
        }
        assertThat(corners).as("four rows times four columns").hasSize(16);
    }

    @Test
    void aHoleThatLeavesNothingIsRefused() {
        assertThatThrownBy(() -> new Hole(8, 8, 7, 0))
                .hasMessageContaining("A hole of 7 leaves a row and column")
                .hasMessageContaining("got 8 x 8");
        assertThatThrownBy(() -> new Hole(8, 8, 0, 0)).hasMessageContaining("at least one row");
    }
}
