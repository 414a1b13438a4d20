package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.EdgeSplit;
import org.selfsup.data.Randomness;

class LinkPredictionTest {

    private static final double[] RIGHT = {3, 2};
    private static final double[] WRONG = {1, -4, 0};

    @Test
    void edgesAboveAllOthersGiveOneAndBelowThemNone() {
        assertThat(LinkPrediction.of(RIGHT, WRONG)).isEqualTo(new LinkPrediction(1, 1));
        LinkPrediction reversed = LinkPrediction.of(WRONG, RIGHT);
        assertThat(reversed.auc()).isZero();
        assertThat(reversed.ap()).isCloseTo((1 / 3.0 + 2 / 4.0 + 3 / 5.0) / 3, within(1e-12));
    }

    @Test
    void equalScoresAreChance() {
        LinkPrediction equal = LinkPrediction.of(new double[4], new double[12]);
        assertThat(equal.auc()).isEqualTo(0.5);
        assertThat(equal.ap()).isEqualTo(0.25);
    }

    /** The example of scikit-learn's pages: AUC 0.75, average precision 0.83. */
    @Test
    void agreesWithTheReference() {
        LinkPrediction scores =
                LinkPrediction.of(new double[] {0.35, 0.8}, new double[] {0.1, 0.4});
        assertThat(scores.auc()).isCloseTo(0.75, within(1e-12));
        assertThat(scores.ap()).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(scores.summary()).isEqualTo("AUC 75.0 %, AP 83.3 %");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void areTheDefinitionsInPlainLoops(int seed) {
        RandomGenerator random = Randomness.at(seed);
        double[] edges = random.ints(20 + seed, 0, 9).mapToDouble(i -> i).toArray();
        double[] others = random.ints(30, 0, 8).mapToDouble(i -> i).toArray();
        double above = 0;
        for (double edge : edges) {
            for (double other : others) {
                above += edge > other ? 1 : edge == other ? 0.5 : 0;
            }
        }
        double ap = 0;
        for (int threshold = 9; threshold >= 0; threshold--) {
            double t = threshold;
            double found = Arrays.stream(edges).filter(s -> s >= t).count();
            double wrong = Arrays.stream(others).filter(s -> s >= t).count();
            double more = Arrays.stream(edges).filter(s -> s == t).count();
            ap += found == 0 ? 0 : more / edges.length * found / (found + wrong);
        }
        LinkPrediction scores = LinkPrediction.of(edges, others);
        assertThat(scores.auc()).isCloseTo(above / edges.length / others.length, within(1e-12));
        assertThat(scores.ap()).isCloseTo(ap, within(1e-12));
    }

    @Test
    void pairsAreScoredByInnerProducts() {
        Features nodes = new Features(new float[] {1, 0, 1, 1, -1, 2, 0, -1}, 2, null);
        EdgeSplit.Pairs edges = new EdgeSplit.Pairs(new int[] {0, 1}, new int[] {1, 2}); // 1, 1
        EdgeSplit.Pairs others = new EdgeSplit.Pairs(new int[] {0, 2}, new int[] {2, 3}); // -1, -2
        assertThat(LinkPrediction.of(nodes, new EdgeSplit.Part(edges, others)).auc()).isEqualTo(1);
        assertThat(LinkPrediction.of(nodes, new EdgeSplit.Part(others, edges)).auc()).isZero();
        EdgeSplit.Pairs beyond = new EdgeSplit.Pairs(new int[] {4}, new int[] {0});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkPrediction.of(nodes, new EdgeSplit.Part(edges, beyond)))
                .withMessage(
                        "Node 4 is asked for, but there are features of 4 nodes, counted from 0");
    }

    @Test
    void refusesWhatIsNoComparison() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkPrediction.of(RIGHT, new double[0]))
                .withMessageContaining("got 2 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkPrediction.of(RIGHT, new double[] {Double.NaN}))
                .withMessageContaining("not a number");
    }
}
