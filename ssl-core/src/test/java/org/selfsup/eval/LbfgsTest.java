package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LbfgsTest {

    @Test
    void quadraticWithItsOwnCurvatureTakesOneStep() {
        double[] curvature = {1, 100, 1e6};
        Lbfgs.Minimum minimum =
                Lbfgs.minimise(bowl(curvature), new double[] {5, -3, 2}, curvature, 1e-9, 100);
        assertThat(minimum.x()).containsExactly(new double[] {1, 1, 1}, within(1e-9));
        assertThat(minimum.iterations()).isEqualTo(1);
    }

    @Test
    void badGuessOfTheCurvatureOnlyCostsSteps() {
        double[] ones = {1, 1, 1};
        Lbfgs.Minimum minimum =
                Lbfgs.minimise(
                        bowl(new double[] {1, 50, 1e3}), new double[] {5, -3, 2}, ones, 1e-8, 200);
        assertThat(minimum.x()).containsExactly(new double[] {1, 1, 1}, within(1e-7));
        assertThat(minimum.gradientNorm()).isLessThanOrEqualTo(1e-8);
    }

    @Test
    void startAtTheMinimumStaysThere() {
        double[] ones = {1, 1};
        double[] start = {1, 1};
        Lbfgs.Minimum minimum = Lbfgs.minimise(bowl(ones), start, ones, 1e-9, 100);
        assertThat(minimum.iterations()).isZero();
        assertThat(minimum.x()).isEqualTo(start).isNotSameAs(start);
    }

    @Test
    void limitOfStepsIsKept() {
        double[] ones = new double[20];
        Arrays.fill(ones, 1);
        double[] curvature = new double[20];
        Arrays.setAll(curvature, i -> Math.pow(10, i / 4.0));
        Lbfgs.Minimum minimum = Lbfgs.minimise(bowl(curvature), new double[20], ones, 1e-12, 3);
        assertThat(minimum.iterations()).isEqualTo(3);
    }

    /** Half the weighted squared distance to (1, 1, ...). */
    private static Lbfgs.Objective bowl(double[] curvature) {
        return (x, gradient) -> {
            double value = 0;
            for (int i = 0; i < x.length; i++) {
                gradient[i] = curvature[i] * (x[i] - 1);
                value += gradient[i] * (x[i] - 1) / 2;
            }
            return value;
        };
    }
}
