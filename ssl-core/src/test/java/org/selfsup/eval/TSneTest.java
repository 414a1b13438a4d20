package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TSneTest {

    @Test
    void everySampleHasTheNeighboursThatPerplexityAsksFor() {
        double[] squared = new SplittableRandom(1).doubles(50, 0.1, 3).toArray();
        double[] p = new TSne(7, 3).neighbours(squared, 4);
        double entropy = 0;
        double sum = 0;
        for (int j = 0; j < p.length; j++) {
            entropy -= p[j] == 0 ? 0 : p[j] * Math.log(p[j]);
            sum += p[j];
        }
        assertThat(p[4]).isZero();
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(Math.exp(entropy)).isCloseTo(7, within(1e-4));
    }

    @Test
    void affinitiesAreSymmetricAndSumToOne() {
        double[][] p = new TSne(5, 3).affinities(Blobs.of(40, 6, 3, 0.5, 1));
        double sum = 0;
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 40; j++) {
                assertThat(p[i][j]).isEqualTo(p[j][i]);
                sum += p[i][j];
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void gradientIsThatOfTheDivergence() {
        double[][] p = new TSne(3, 3).affinities(Blobs.of(12, 4, 2, 0.5, 1));
        double[][] y = new double[12][];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 12; i++) {
            y[i] = random.doubles(2, -1, 1).toArray();
        }
        double[][] gradient = TSne.gradient(p, y, 1);
        for (int i = 0; i < 12; i++) {
            for (int a = 0; a < 2; a++) {
                double at = y[i][a];
                y[i][a] = at + 1e-5;
                double above = TSne.divergence(p, y);
                y[i][a] = at - 1e-5;
                double below = TSne.divergence(p, y);
                y[i][a] = at;
                assertThat(gradient[i][a]).isCloseTo((above - below) / 2e-5, within(1e-8));
            }
        }
    }

    @Test
    void clustersThatPrincipalComponentsMixStayApart() {
        Features features = Blobs.of(240, 12, 12, 0.15, 1);
        double map = sameClass(new TSne(10, 400).embed(features), features);
        double axes = sameClass(PrincipalComponents.of(features, 2).project(features), features);
        assertThat(map).isBetween(0.97, 1.0);
        assertThat(axes).isLessThan(0.9);
    }

    @Test
    void sameFeaturesGiveTheSameMap() {
        Features features = Blobs.of(60, 5, 3, 0.5, 1);
        TSne map = new TSne(10, 60);
        assertThat(map.embed(features)).isDeepEqualTo(map.embed(features));
    }

    @Test
    void featuresThatAreAllTheSameGiveAFiniteMap() {
        for (double[] point : new TSne().embed(new Features(new float[40], 2, null))) {
            assertThat(point[0]).isFinite();
            assertThat(point[1]).isFinite();
        }
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TSne(0.5, 100))
                .withMessageContaining("perplexity of at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new TSne(5, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TSne().embed(new Features(new float[6], 2, null)))
                .withMessageContaining("at least 4 samples of 2 features, got 3 of 2");
    }

    /** How many points have a point of their class next to them. */
    private static double sameClass(double[][] points, Features features) {
        int[] of = features.knownLabels().of();
        int right = 0;
        for (int i = 0; i < points.length; i++) {
            int nearest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < points.length; j++) {
                double distance =
                        Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]);
                if (j != i && distance < least) {
                    least = distance;
                    nearest = j;
                }
            }
            right += of[i] == of[nearest] ? 1 : 0;
        }
        return (double) right / points.length;
    }
}
