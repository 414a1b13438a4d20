package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Labels;

class CrossValidationTest {

    private static final LinearProbe LINEAR = new LinearProbe(List.of(1.0, 0.01), 0.2, 3);

    @Test
    void clearClassesAreFoundInEveryFold() {
        CrossValidation.Result result =
                new CrossValidation(5, 3, LINEAR).evaluate(Blobs.of(103, 6, 3, 0.05, 1));
        assertThat(result.accuracies()).hasSize(5).containsOnly(1.0);
        assertThat(result).hasToString("100.0 +- 0.0 %");
        assertThat(new CrossValidation.Comparison(result, result).summary())
                .isEqualTo("5-fold 100.0 +- 0.0 % (untrained 100.0 +- 0.0 %)");
    }

    @Test
    void featuresWithoutMeaningScoreByChance() {
        Features blobs = Blobs.of(400, 8, 2, 1, 1);
        int[] coins = new SplittableRandom(7).ints(400, 0, 2).toArray();
        Features random = new Features(blobs.values(), 8, new Labels(coins, Blobs.names(2)));
        assertThat(new CrossValidation(10, 3, LINEAR).evaluate(random).mean())
                .isCloseTo(0.5, within(0.1));
    }

    @Test
    void everySampleIsTestedOnceAndClassesAreSpreadEvenly() {
        // A feature that is its sample's own class alone: a fold that lacks it could not know it.
        Features features = Blobs.of(60, 4, 3, 0.05, 1);
        CrossValidation.Result result = new CrossValidation(20, 2, LINEAR).evaluate(features);
        assertThat(result.accuracies()).hasSize(20).containsOnly(1.0);
    }

    @Test
    void theSeedDecidesTheFolds() {
        Features features = Blobs.of(80, 3, 3, 1, 1);
        CrossValidation one = new CrossValidation(4, 3, LINEAR);
        CrossValidation other =
                new CrossValidation(4, 3, new LinearProbe(LINEAR.lambdas(), 0.2, 4));
        List<Double> accuracies = one.evaluate(features).accuracies();
        assertThat(one.evaluate(features).accuracies()).isEqualTo(accuracies);
        assertThat(other.evaluate(features).accuracies()).isNotEqualTo(accuracies);
    }

    @Test
    void everySampleIsTestedOnce() {
        Features features = Blobs.of(90, 3, 3, 1, 1);
        CrossValidation.Result result = new CrossValidation(9, 3, LINEAR).evaluate(features);
        // Folds of one size, so the mean over folds is the share of all samples.
        assertThat(result.test().accuracy())
                .isCloseTo(result.mean(), within(1e-12))
                .isBetween(0.4, 0.99);
    }

    @Test
    void meanAndDeviationAreOverTheFolds() {
        CrossValidation.Result result =
                new CrossValidation.Result(
                        List.of(0.5, 0.7, 0.9),
                        new Classification(
                                new int[] {0}, new Labels(new int[] {0}, List.of("only"))));
        assertThat(result.mean()).isCloseTo(0.7, within(1e-12));
        assertThat(result.deviation()).isCloseTo(Math.sqrt(0.08 / 3), within(1e-12));
    }

    @Test
    void tooFewSamplesOrFoldsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CrossValidation(1, 5, LINEAR))
                .withMessageContaining("at least 2 folds, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CrossValidation(0).evaluate(Blobs.of(9, 2, 2, 1, 1)))
                .withMessageContaining("10 folds need as many samples");
    }
}
