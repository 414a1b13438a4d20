package org.selfsup.generative.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Randomness;
import org.selfsup.loss.HuffmanTree;

class OutputLayerTest {

    @Test
    void noiseFollowsThePowerOfTheCountsAndLeavesTheTargetOut() {
        long[] counts = {16, 0, 1, 81};
        for (double power : new double[] {0.75, 0.5, 0}) {
            OutputLayer.Questions questions = new NegativeSampling(4, power).over(counts);
            assertThat(questions.rows()).isEqualTo(4);
            double[] weights = new double[4];
            double sum = 0;
            for (int i = 0; i < 4; i++) {
                weights[i] = counts[i] == 0 ? 0 : Math.pow((double) counts[i], power);
                sum += weights[i];
            }
            int[] drawn = new int[4];
            int[] yes = new int[4];
            int asked = 20_000;
            RandomGenerator random = Randomness.at(5);
            for (int i = 0; i < asked; i++) {
                questions.ask(2, random, (row, label) -> (label == 1 ? yes : drawn)[row]++);
            }
            assertThat(yes).containsExactly(0, 0, asked, 0);
            for (int i = 0; i < 4; i++) {
                double p = i == 2 ? 0 : weights[i] / sum;
                assertThat(drawn[i] / (4.0 * asked)).isCloseTo(p, within(0.01));
            }
        }
    }

    @Test
    void hierarchicalSoftmaxAsksAlongTheHuffmanTree() {
        long[] counts = {45, 27, 14, 9, 6, 3, 2};
        HuffmanTree tree = new HuffmanTree(counts);
        OutputLayer.Questions questions = new HierarchicalSoftmax().over(counts);
        assertThat(questions.rows()).isEqualTo(6);
        for (int word = 0; word < counts.length; word++) {
            List<Integer> rows = new ArrayList<>();
            List<Integer> codes = new ArrayList<>();
            questions.ask(
                    word,
                    Randomness.at(0),
                    (row, label) -> {
                        rows.add(row);
                        codes.add(1 - label);
                    });
            assertThat(rows).containsExactlyElementsOf(boxed(tree.points(word)));
            assertThat(codes).containsExactlyElementsOf(boxed(tree.codes(word)));
        }
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    @Test
    void tooFewWordsAreRefused() {
        for (OutputLayer layer : List.of(new NegativeSampling(5), new HierarchicalSoftmax())) {
            assertThatThrownBy(() -> layer.over(3, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least two above 0, got 2 counts");
            assertThatThrownBy(() -> layer.over(3, 4, -1)).hasMessageContaining("not negative");
        }
        assertThatThrownBy(() -> new NegativeSampling(0))
                .hasMessageContaining("at least 1 word by a finite power of its count, got 0");
        assertThatThrownBy(() -> new NegativeSampling(1, Double.NaN)).hasMessageContaining("NaN");
    }
}
