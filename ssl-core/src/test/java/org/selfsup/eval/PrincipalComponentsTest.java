package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

    @Test
    void axesOfAStretchedCloudAreFound() {
        // Deviations 3 along (3, 4) / 5, 1 across it.
        var random = new SplittableRandom(1);
        float[] values = new float[2 * 5_000];
        for (int i = 0; i < 5_000; i++) {
            double along = 3 * random.nextGaussian();
            double across = random.nextGaussian();
            values[2 * i] = (float) (0.6 * along - 0.8 * across + 10);
            values[2 * i + 1] = (float) (0.8 * along + 0.6 * across - 20);
        }
        PrincipalComponents components = PrincipalComponents.of(new Features(values, 2, null), 2);
        assertThat(components.axes())
                .containsExactly(new double[] {0.6, 0.8, 0.8, -0.6}, within(0.02));
        assertThat(components.mean()).containsExactly(new double[] {10, -20}, within(0.1));
        assertThat(components.shares()).containsExactly(new double[] {0.9, 0.1}, within(0.01));
    }

    @Test
    void projectionsAreCentredUncorrelatedAndFalling() {
        Features features = Blobs.of(300, 7, 4, 0.5, 1);
        double[][] points = PrincipalComponents.of(features, 3).project(features);
        double[][] moments = new double[3][3];
        double[] sums = new double[3];
        for (double[] point : points) {
            for (int a = 0; a < 3; a++) {
                sums[a] += point[a];
                for (int b = 0; b < 3; b++) {
                    moments[a][b] += point[a] * point[b] / points.length;
                }
            }
        }
        assertThat(sums).containsExactly(new double[3], within(1e-3));
        assertThat(moments[0][1]).isCloseTo(0, within(1e-9));
        assertThat(moments[1][2]).isCloseTo(0, within(1e-9));
        assertThat(moments[1][1]).isLessThan(moments[0][0]);
        assertThat(moments[2][2]).isLessThan(moments[1][1]);
    }

    @Test
    void orderOfTheSamplesAndRepetitionChangeNothing() {
        Features features = Blobs.of(200, 6, 3, 0.5, 1);
        PrincipalComponents a = PrincipalComponents.of(features, 2);
        assertThat(PrincipalComponents.of(features, 2).axes()).isEqualTo(a.axes());
        assertThat(PrincipalComponents.of(Blobs.shuffled(features, 3), 2).axes())
                .containsExactly(a.axes(), within(1e-6));
    }

    @Test
    void constantFeaturesHaveNoVarianceToShare() {
        PrincipalComponents components =
                PrincipalComponents.of(new Features(new float[] {1, 2, 1, 2}, 2, null), 2);
        assertThat(components.shares()).containsExactly(0, 0);
    }

    @Test
    void moreComponentsThanDimensionsAreRefused() {
        Features flat = new Features(new float[] {1, 2, 3}, 1, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalComponents.of(flat, 2))
                .withMessageContaining("have 1 to 1 principal components, 2 were asked for");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalComponents.of(flat, 1).project(Blobs.of(9, 2, 2, 1, 1)))
                .withMessageContaining("got dimension 2");
    }
}
