package org.selfsup.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.eval.PrincipalComponents;
import org.selfsup.report.Curve;
import org.selfsup.report.Report;
import org.selfsup.report.Section;

/**
 * The report of a run.
 *
 * @param settings what the run was started with
 * @param description of the data
 * @param summary the figures it ended with
 */
record RunReport(RunSettings settings, String description, Map<String, ?> summary) {

    /**
     * The page.
     *
     * @param verdict what came out, in a sentence
     * @param curves what was logged
     * @param shown what the method made and saw
     * @param evaluation null if there was none
     */
    Report of(
            String verdict,
            List<Curve> curves,
            List<Section> shown,
            @Nullable Evaluation evaluation) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.Table.of("Figures", summary));
        sections.add(lossCurve(curves));
        sections.addAll(shown);
        if (evaluation != null) {
            sections.add(map(evaluation));
        }
        sections.add(Section.Table.of("Settings", settings.toMap()));
        return new Report(settings.method(), description, verdict, sections);
    }

    private static Section lossCurve(List<Curve> curves) {
        return new Section.Chart(
                "Loss",
                "",
                "step",
                curves.stream().filter(curve -> curve.name().equals("loss")).toList());
    }

    private static Section map(Evaluation evaluation) {
        PrincipalComponents components = PrincipalComponents.of(evaluation.shown(), 2);
        return new Section.Scatter(
                "Features",
                "Features of the test samples, projected onto their two principal components.",
                components.project(evaluation.shown()),
                evaluation.shown().knownLabels());
    }
}
