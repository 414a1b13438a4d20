package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubsetTest {

    private static final int[] OF =
            IntStream.range(0, 1_000)
                    .map(i -> i == 17 ? 3 : i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2)
                    .toArray();

    private final Samples<Image> all =
            new PackedImages(
                    new byte[1_000], 1, 1, 1, new Labels(OF, List.of("a", "b", "c", "d", "none")));

    @Test
    void everyClassGivesItsShareAndAtLeastOne() {
        Subset<Image> some = Subset.stratified(all, 0.1, 5);
        assertThat(counts(some)).containsExactly(60, 30, 10, 1, 0);
        assertThat(some.indices()).isSorted().doesNotHaveDuplicates();
        assertThat(counts(Subset.stratified(all, 0.001, 5))).containsExactly(1, 1, 1, 1, 0);
        assertThat(Subset.stratified(all, 1, 5).size()).isEqualTo(1_000);
    }

    @Test
    void theSeedDecidesAndFewAreAmongMany() {
        int[] some = Subset.stratified(all, 0.1, 5).indices();
        assertThat(Subset.stratified(all, 0.1, 5).indices()).isEqualTo(some);
        assertThat(Subset.stratified(all, 0.1, 6).indices()).isNotEqualTo(some);
        assertThat(Subset.stratified(all, 0.3, 5).indices()).contains(some);
    }

    @Test
    void badInputIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subset.stratified(all, 0, 5))
                .withMessageContaining("above 0 and at most 1, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Subset.stratified(new PackedImages(new byte[4], 1, 1, 1), 1, 5))
                .withMessageContaining("these have none");
    }

    private static int[] counts(Samples<Image> samples) {
        int[] counts = new int[5];
        Arrays.stream(samples.labels().orElseThrow().of()).forEach(label -> counts[label]++);
        return counts;
    }
}
