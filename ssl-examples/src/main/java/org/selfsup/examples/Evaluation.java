package org.selfsup.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.eval.Features;
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
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("probe", scores(comparison.trained()));
        figures.put("untrained", scores(comparison.untrained()));
        return new Evaluation(comparison.summary(), figures, test);
    }

    private static Map<String, Double> scores(Probe.Scores scores) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("knn", scores.knn().accuracy());
        figures.put("linear", scores.linear().accuracy());
        return figures;
    }
}
