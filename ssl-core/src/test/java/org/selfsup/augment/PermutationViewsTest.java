package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.CharacterTokenizer;
import org.selfsup.data.Randomness;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;

class PermutationViewsTest {

    /** Numbers 5 to 12 and five special ones before. */
    private static final Vocabulary LETTERS = CharacterTokenizer.of("abcdefgh").vocabulary();

    private static final int[] IDS = {12, 11, 10, 9, 8, 7, 6, 5, 12};

    @Test
    void theLastOfTheOrderAreTold() {
        int[] first = new int[7];
        Views.Batch<Tokens> batch = new PermutationViews(7, 3, LETTERS, List.of()).batch(1);
        for (int seed = 0; seed < 2_000; seed++) {
            batch.put(0, new Tokens(IDS, 1, 7), Randomness.at(seed));
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDList arrays = batch.toArrays(manager);
                assertThat(arrays.get(0).toLongArray()).containsExactly(11, 10, 9, 8, 7, 6, 5);
                long[] rank = arrays.get(1).toLongArray();
                assertThat(Arrays.stream(rank).sorted())
                        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
                assertThat(arrays.get(2).getShape()).isEqualTo(new Shape(1, 2));
                long[] told = arrays.get(2).toLongArray();
                assertThat(told).isSorted();
                assertThat(rank[(int) told[0]] + rank[(int) told[1]]).isEqualTo(11);
                first[(int) told[0]]++;
            }
        }
        // Of 21 pairs of places, 6 - i start at place i.
        for (int i = 0; i < 6; i++) {
            assertThat(first[i] / 2_000.0).isBetween((6 - i) / 21.0 - 0.04, (6 - i) / 21.0 + 0.04);
        }
    }

    @Test
    void specialTokensComeFirstAndAreNeverTold() {
        SequenceEnds ends = SequenceEnds.of(LETTERS);
        Views.Batch<Tokens> batch = new PermutationViews(6, 2, LETTERS, List.of(ends)).batch(1);
        for (int seed = 0; seed < 50; seed++) {
            batch.put(0, new Tokens(IDS, 0, 4), Randomness.at(seed));
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDList arrays = batch.toArrays(manager);
                long[] rank = arrays.get(1).toLongArray();
                assertThat(new long[] {rank[0], rank[5]}).containsExactlyInAnyOrder(0, 1);
                assertThat(arrays.get(2).toLongArray()).hasSize(3).doesNotContain(0L, 5L);
            }
        }
        assertThatThrownBy(
                        () ->
                                new PermutationViews(4, 2, LETTERS, List.of(ends))
                                        .batch(1)
                                        .put(0, new Tokens(0, 12), Randomness.at(0)))
                .hasMessageContaining("To tell 2 tokens of a text it has as many");
    }

    @Test
    void otherLengthsAreRefused() {
        Views.Batch<Tokens> batch = new PermutationViews(7, 3, LETTERS, List.of()).batch(1);
        assertThatThrownBy(() -> batch.put(0, new Tokens(IDS, 0, 6), Randomness.at(0)))
                .hasMessageContaining("In an order of 7 places a text has as many tokens, got 6");
        assertThatThrownBy(() -> new PermutationViews(1, 3, LETTERS, List.of()))
                .hasMessageContaining("at least 2 tokens");
        assertThatThrownBy(() -> new PermutationViews(7, 1, LETTERS, List.of()))
                .hasMessageContaining("K is at least 2, got 1");
    }
}
