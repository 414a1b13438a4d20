package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PrincipalAnglesTest {

    @Test
    void aPlaneTurnedAboutOneOfItsLinesIsOffByTheTurn() {
        double c = Math.cos(Math.toRadians(30));
        double s = Math.sin(Math.toRadians(30));
        double[] plane = {1, 0, 0, 1, 0, 0}; // x and y
        double[] turned = {1, 3, 0, 2 * c, 0, 2 * s}; // x, and y turned; neither unit nor square
        PrincipalAngles angles = PrincipalAngles.between(plane, turned, 2);
        assertThat(angles.degrees()).containsExactly(new double[] {0, 30}, within(1e-9));
        assertThat(angles.largest()).isCloseTo(30, within(1e-9));
    }

    @Test
    void smallAnglesAreExact() {
        double[] turned = {1, 1e-9};
        assertThat(PrincipalAngles.between(new double[] {1, 0}, turned, 1).largest())
                .isCloseTo(Math.toDegrees(1e-9), within(1e-15));
    }

    @Test
    void whatSpansTheSameHasNoAngles() {
        double[] a = {1, 2, 3, 4, 5, 7, 2, 1};
        double[] mixed = {5, -1, 11, -1, 19, -2, 4, 1}; // first + 2 second, first - second
        assertThat(PrincipalAngles.between(a, mixed, 2).largest()).isCloseTo(0, within(1e-6));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalAngles.between(new double[6], new double[4], 2))
                .withMessageContaining("two matrices (d, k) with d at least k, got 6 and 4");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PrincipalAngles.between(new double[] {1, 2, 1, 2}, new double[4], 2))
                .withMessageContaining("Column 1 of 2 depends on those before it");
    }
}
