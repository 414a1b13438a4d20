package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullAwayLossTest extends LossTest {

    private final PullAwayLoss loss = new PullAwayLoss();

    @ParameterizedTest
    @CsvSource({"2, 3", "5, 4", "9, 7"})
    void isThePapersFormula(int n, int d) {
        double[][] h = random(n, d);
        double mean = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                mean += i == j ? 0 : Math.pow(cosine(h[i], h[j]), 2) / (n * (n - 1));
            }
        }
        assertValue(loss.evaluate(array(h)), mean);
    }

    @Test
    void isNoneAtRightAnglesAndOneOnALine() {
        double[] right = {0, 3};
        assertValue(loss.evaluate(array(new double[] {2, 0}, right)), 0);
        assertValue(loss.evaluate(array(new double[] {0, -1}, right)), 1);
    }

    @Test
    void lengthsAndOrderDoNotMatter() {
        var h = array(random(6, 4));
        assertSame(loss.evaluate(h.flip(0).mul(3)), loss.evaluate(h));
        assertThat(loss.evaluate(h.add(5)).getFloat()).isBetween(0.5f, 1f);
    }

    @Test
    void refusesASingleRow() {
        assertRefused(
                () -> loss.evaluate(ones(1, 3)), "an array (n, d) with n at least 2, got (1, 3)");
    }
}
