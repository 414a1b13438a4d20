package org.selfsup.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.PlanarImage;
import org.selfsup.data.Randomness;
import org.selfsup.eval.PrincipalComponents;
import org.selfsup.report.Curve;
import org.selfsup.report.Pictures;
import org.selfsup.report.Report;
import org.selfsup.report.Section;

/**
 * The report of a run on pictures.
 *
 * @param settings what the run was started with
 * @param pictures what it learnt from
 * @param summary the figures it ended with
 */
record RunReport(RunSettings settings, PictureSet pictures, Map<String, ?> summary) {

    private static final int SHOWN = 8;

    /**
     * The page.
     *
     * @param verdict what came out, in a sentence
     * @param curves what was logged
     * @param views how the method saw a picture
     * @param evaluation null if there was none
     * @param made pictures that the method made
     */
    Report of(
            String verdict,
            List<Curve> curves,
            ImageViews views,
            @Nullable Evaluation evaluation,
            List<Section> made)
            throws IOException {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.Table.of("Figures", summary));
        sections.add(lossCurve(curves));
        sections.addAll(made);
        sections.add(views(views.pipelines()));
        if (evaluation != null) {
            sections.add(map(evaluation));
        }
        sections.add(Section.Table.of("Settings", settings.toMap()));
        return new Report(settings.method(), pictures.data().description(), verdict, sections);
    }

    private static Section lossCurve(List<Curve> curves) {
        return new Section.Chart(
                "Loss",
                "",
                "step",
                curves.stream().filter(curve -> curve.name().equals("loss")).toList());
    }

    /** The first pictures as the method sees them, with the normalisation undone. */
    private Section views(List<ImagePipeline> pipelines) throws IOException {
        int shown = Math.min(SHOWN, pictures.data().train().size());
        List<BufferedImage> originals = new ArrayList<>();
        List<List<BufferedImage>> views = new ArrayList<>();
        pipelines.forEach(pipeline -> views.add(new ArrayList<>()));
        PlanarImage view = new PlanarImage();
        for (int i = 0; i < shown; i++) {
            originals.add(Pictures.of(pictures.data().train().get(i)));
            RandomGenerator random = Randomness.at(settings.seed(), 0, i);
            for (int v = 0; v < pipelines.size(); v++) {
                pipelines.get(v).apply(pictures.data().train().get(i), view, random);
                views.get(v).add(picture(view));
            }
        }
        List<Section.Gallery.Row> rows = new ArrayList<>();
        rows.add(new Section.Gallery.Row("pictures", originals));
        for (int v = 0; v < views.size(); v++) {
            rows.add(new Section.Gallery.Row("view " + (v + 1), views.get(v)));
        }
        return new Section.Gallery("Views", "What the method sees of a picture.", rows);
    }

    private BufferedImage picture(PlanarImage view) {
        float[] values = view.toArray();
        int plane = view.planeSize();
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    values[i] * pictures.normalize().std().get(i / plane)
                            + pictures.normalize().mean().get(i / plane);
        }
        return Pictures.ofPlanes(values, view.channels(), view.height(), view.width(), 0, 1);
    }

    private static Section map(Evaluation evaluation) {
        PrincipalComponents components = PrincipalComponents.of(evaluation.test(), 2);
        return new Section.Scatter(
                "Features",
                "Features of the test pictures, projected onto their two principal components.",
                components.project(evaluation.test()),
                evaluation.test().knownLabels());
    }
}
