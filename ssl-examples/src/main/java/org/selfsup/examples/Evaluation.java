package org.selfsup.examples;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.cluster.KMeans;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;
import org.selfsup.eval.Classification;
import org.selfsup.eval.ClusterScores;
import org.selfsup.eval.CrossValidation;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.NodeProbe;
import org.selfsup.eval.Probe;
import org.selfsup.eval.Split;
import org.selfsup.report.Section;

/**
 * What the probes said of a run's encoder, trained and untrained.
 *
 * @param summary in a line
 * @param figures under their names in {@code summary.json}
 * @param linear what the linear classifier said of each test sample, by the trained encoder
 * @param untrained the same by the untrained one
 * @param shown features to draw, with labels
 * @param neighbours of some test samples; null if there is nothing to show of them
 */
record Evaluation(
        String summary,
        Map<String, Object> figures,
        Classification linear,
        Classification untrained,
        Features shown,
        @Nullable Section neighbours) {

    /** Of k-means at most. */
    private static final int ROUNDS = 50;

    /** So many standard errors are no chance. */
    private static final double CLEAR = 2;

    /**
     * Nearest neighbours, a linear classifier, and as many clusters of the test features as there
     * are classes.
     *
     * @param after features of the trained encoder
     * @param before features of the untrained one
     */
    static Evaluation of(Split after, Split before, long seed) {
        Probe.Comparison comparison = new Probe(seed).compare(after, before);
        return of(
                comparison.summary(),
                scores(comparison.trained(), after.test(), seed),
                scores(comparison.untrained(), before.test(), seed),
                comparison.trained().linear().test(),
                comparison.untrained().linear().test(),
                after.test());
    }

    /** A linear classifier of nodes, trained against untrained. */
    static Evaluation of(NodeProbe.Comparison comparison, Features test) {
        return of(
                comparison.summary(),
                scores(comparison.trained()),
                scores(comparison.untrained()),
                comparison.trained().test(),
                comparison.untrained().test(),
                test);
    }

    /** Cross-validation of a linear classifier, trained against untrained. */
    static Evaluation of(CrossValidation.Comparison comparison, Features all) {
        return of(
                comparison.summary(),
                scores(comparison.trained()),
                scores(comparison.untrained()),
                comparison.trained().test(),
                comparison.untrained().test(),
                all);
    }

    private static Evaluation of(
            String summary,
            Map<String, Double> trained,
            Map<String, Double> untrained,
            Classification linear,
            Classification before,
            Features shown) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("probe", trained);
        figures.put("untrained", untrained);
        return new Evaluation(summary, figures, linear, before, shown, null);
    }

    /** With what there is to show of neighbours. */
    Evaluation withNeighbours(Section section) {
        return new Evaluation(summary, figures, linear, untrained, shown, section);
    }

    /** With more to say, and more figures. */
    Evaluation with(String longer, Map<String, Object> more) {
        return new Evaluation(longer, more, linear, untrained, shown, neighbours);
    }

    /**
     * Whether training helped, in a sentence. A difference of less than two standard errors of the
     * test samples is called none.
     */
    String verdict() {
        double after = linear.accuracy();
        double before = untrained.accuracy();
        int n = linear.predictions().length;
        double error = Math.sqrt((after * (1 - after) + before * (1 - before)) / n);
        String word =
                Math.abs(after - before) <= CLEAR * error
                        ? "No clear difference from untrained"
                        : after > before ? "Better than untrained" : "Worse than untrained";
        return String.format(
                Locale.ROOT,
                "%s: a linear classifier tells %.1f %% of %d test samples right by the learnt"
                        + " features, %.1f points %s than by those of the same encoder untrained.",
                word,
                100 * after,
                n,
                100 * Math.abs(after - before),
                after < before ? "fewer" : "more");
    }

    private static Map<String, Double> scores(LinearProbe.Result result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("linear", result.accuracy());
        figures.put("validation", result.validationAccuracy());
        return figures;
    }

    private static Map<String, Double> scores(CrossValidation.Result result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("linear", result.mean());
        figures.put("deviation", result.deviation());
        return figures;
    }

    private static Map<String, Double> scores(Probe.Scores scores, Features test, long seed) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("knn", scores.knn().accuracy());
        figures.put("linear", scores.linear().accuracy());
        figures.put("nmi", clusters(test, seed).mutualInformation());
        return figures;
    }

    private static ClusterScores clusters(Features features, long seed) {
        Labels labels = features.knownLabels();
        int k = Math.min(labels.names().size(), features.size());
        int[] found =
                new KMeans(k, ROUNDS, KMeans.Metric.COSINE)
                        .cluster(features.values(), features.dimension(), Randomness.at(seed))
                        .of();
        return ClusterScores.of(found, labels.of());
    }
}
