package org.selfsup.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlaneDensityTest {

    @ParameterizedTest
    @EnumSource
    void pointsLieAroundTheOriginAndFollowFromTheSeed(PlaneDensity density) throws IOException {
        Samples<float[]> points = density.points(2000, 1);
        double[] mean = new double[2];
        for (int i = 0; i < points.size(); i++) {
            float[] point = points.get(i);
            assertThat(point).hasSize(2).isEqualTo(density.points(2000, 1).get(i));
            for (int axis = 0; axis < 2; axis++) {
                assertThat(point[axis]).isBetween(-4.5f, 4.5f);
                mean[axis] += point[axis] / points.size();
            }
        }
        assertThat(mean[0]).isBetween(-0.2, 0.2);
        assertThat(mean[1]).isBetween(-0.2, 0.2);
        assertThat(density.points(2000, 2).get(0)).isNotEqualTo(points.get(0));
    }
}
