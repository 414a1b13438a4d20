package org.selfsup.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.eval.CrossValidation;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.NodeProbe;
import org.selfsup.eval.Probe;

/**
 * What the probes said of a run's encoder, trained and untrained.
 *
 * @param summary in a line
 * @param figures under their names in {@code summary.json}
 * @param shown features to draw, with labels
 */
record Evaluation(String summary, Map<String, Object> figures, Features shown) {

    /** Nearest neighbours and a linear classifier, trained against untrained. */
    static Evaluation of(Probe.Comparison comparison, Features test) {
        return of(
                comparison.summary(),
                scores(comparison.trained()),
                scores(comparison.untrained()),
                test);
    }

    /** A linear classifier of nodes, trained against untrained. */
    static Evaluation of(NodeProbe.Comparison comparison, Features test) {
        return of(
                comparison.summary(),
                scores(comparison.trained()),
                scores(comparison.untrained()),
                test);
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

    /** Cross-validation of a linear classifier, trained against untrained. */
    static Evaluation of(CrossValidation.Comparison comparison, Features all) {
        return of(
                comparison.summary(),
                scores(comparison.trained()),
                scores(comparison.untrained()),
                all);
    }

    private static Map<String, Double> scores(CrossValidation.Result result) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("linear", result.mean());
        figures.put("deviation", result.deviation());
        return figures;
    }

    private static Map<String, Double> scores(Probe.Scores scores) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("knn", scores.knn().accuracy());
        figures.put("linear", scores.linear().accuracy());
        return figures;
    }
}
