package org.selfsup.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.cluster.KMeans;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;
import org.selfsup.eval.ClusterScores;
import org.selfsup.eval.CrossValidation;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.NodeProbe;
import org.selfsup.eval.Probe;
import org.selfsup.eval.Split;

/**
 * What the probes said of a run's encoder, trained and untrained.
 *
 * @param summary in a line
 * @param figures under their names in {@code summary.json}
 * @param shown features to draw, with labels
 */
record Evaluation(String summary, Map<String, Object> figures, Features shown) {

    /** What is said instead of a summary. */
    static final String NOTHING_TO_PROBE = "The data have no labels, so there is nothing to probe.";

    /** Of k-means at most. */
    private static final int ROUNDS = 50;

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
                after.test());
    }

    /** A linear classifier of nodes, trained against untrained. */
    static Evaluation of(NodeProbe.Comparison comparison, Features test) {
        return of(
                comparison.summary(),
                scores(comparison.trained()),
                scores(comparison.untrained()),
                test);
    }

    /** Cross-validation of a linear classifier, trained against untrained. */
    static Evaluation of(CrossValidation.Comparison comparison, Features all) {
        return of(
                comparison.summary(),
                scores(comparison.trained()),
                scores(comparison.untrained()),
                all);
    }

    private static Evaluation of(
            String summary,
            Map<String, Double> trained,
            Map<String, Double> untrained,
            Features shown) {
        return new Evaluation(summary, Map.of("probe", trained, "untrained", untrained), shown);
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
