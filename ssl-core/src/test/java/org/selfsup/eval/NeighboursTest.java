package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NeighboursTest {

    @Test
    void nearestPointTheSameWay() {
        Features bank = new Features(new float[] {0, 2, 3, 0, 1, 1, -1, 0}, 2, null);
        Features asked = new Features(new float[] {10, 1, 0.1f, 0.5f}, 2, null);
        Neighbours nearest = Neighbours.of(asked, bank, 2);
        assertThat(nearest.indices()).isDeepEqualTo(new int[][] {{1, 2}, {0, 2}});
        assertThat(nearest.cosines()[0][0]).isCloseTo((float) (10 / Math.sqrt(101)), within(1e-6f));
        assertThat(nearest.cosines()[0][1]).isCloseTo((float) (11 / Math.sqrt(202)), within(1e-6f));
    }

    @Test
    void allAreFoundWhereThereAreFewer() {
        Features bank = new Features(new float[] {0, 2, 3, 0}, 2, null);
        assertThat(Neighbours.of(bank, bank, 7).indices())
                .isDeepEqualTo(new int[][] {{0, 1}, {1, 0}});
    }

    @Test
    void featuresOfTwoEncodersAreRefused() {
        Features two = new Features(new float[] {1, 2}, 2, null);
        Features one = new Features(new float[] {1, 2}, 1, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Neighbours.of(one, two, 1))
                .withMessageContaining("got 1 of dimensions 1 and 2");
        assertThatIllegalArgumentException().isThrownBy(() -> Neighbours.of(two, two, 0));
    }
}
