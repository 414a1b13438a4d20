package org.selfsup.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A run to look at: one HTML page without script that needs no other file and no network.
 *
 * @param title the method
 * @param subtitle what it was trained on
 * @param verdict a sentence with what came out, such as how much better than untrained
 * @param sections what follows, from top to bottom
 */
public record Report(String title, String subtitle, String verdict, List<Section> sections) {

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --line: #8884; --soft: #8881;
              --quiet: color-mix(in srgb, currentColor 70%, transparent) }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 0 auto;
              padding: 1rem; overflow-wrap: break-word }
            h1 { font-size: 1.7rem; line-height: 1.2; margin: .5rem 0 0 }
            h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem }
            p { margin: .4rem 0 }
            .subtitle, figcaption { color: var(--quiet) }
            figcaption { font-size: .875rem; margin-top: .4rem }
            .verdict { background: var(--soft); border-left: .25rem solid #4e79a7;
              border-radius: .25rem; padding: .7rem 1rem; margin: 1.2rem 0; font-size: 1.1rem }
            figure { margin: 0 }
            .wide { overflow-x: auto }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
            th, td { text-align: left; font-weight: normal; vertical-align: top;
              padding: .3rem 1rem .3rem 0; border-bottom: 1px solid var(--line) }
            td { overflow-wrap: anywhere; min-width: 3.5rem }
            tbody th { color: var(--quiet) }
            thead th { font-weight: 600 }
            svg { display: block; width: 100%; height: auto; overflow: visible }
            .axes path { stroke: var(--line) }
            .axes text { fill: currentColor; font-size: 12px; opacity: .75 }
            .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round }
            .cloud { stroke-width: 5; stroke-linecap: round; opacity: .6 }
            .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .875rem;
              list-style: none; margin: .4rem 0 0; padding: 0 }
            .legend i { display: inline-block; width: .7em; height: .7em; border-radius: 50%;
              margin-right: .4em }
            .pictures { display: grid; gap: 4px; margin-bottom: .6rem }
            .pictures img { width: 100%; border-radius: 3px; display: block }
            .pixels img { image-rendering: pixelated }
            .label { font-size: .875rem; color: var(--quiet) }
            .panels { display: grid; gap: .8rem; margin-bottom: .6rem;
              grid-template-columns: repeat(auto-fill, minmax(min(12.5rem, 47%), 1fr)) }
            .rows { display: grid; gap: .2rem 1.5rem;
              grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)) }
            .matrix { font-size: .8rem; line-height: 1.3 }
            .matrix td { min-width: 1.4rem; padding: .35rem 0; text-align: center; border: 0;
              background: rgb(78 121 167 / calc(var(--share) * .8%)) }
            .matrix th { padding: .2rem .3rem; border: 0; font-weight: normal;
              max-width: 7rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
            .matrix thead th { writing-mode: vertical-rl; transform: rotate(180deg) }
            @media (max-width: 32rem) { .axes text { font-size: 15px } }
            """;

    /** Keeps a copy. */
    public Report {
        sections = List.copyOf(sections);
    }

    /** The page. */
    public String html() {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy"
                  content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
                """);
        element(page, "title", "", title + " – " + subtitle);
        page.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
        element(page, "h1", "", title);
        element(page, "p", "subtitle", subtitle);
        element(page, "p", "verdict", verdict);
        for (Section section : sections) {
            page.append("<section>\n");
            element(page, "h2", "", section.heading());
            if (section instanceof Section.Text text) {
                text.paragraphs().forEach(paragraph -> element(page, "p", "", paragraph));
            } else if (section instanceof Section.Table table) {
                table(page, table);
            } else if (section instanceof Section.Gallery gallery) {
                gallery(page, gallery);
            } else if (section instanceof Section.Chart chart) {
                chart(page, chart);
            } else if (section instanceof Section.Panels panels) {
                panels(page, panels);
            } else if (section instanceof Section.Matrix matrix) {
                matrix(page, matrix);
            } else if (section instanceof Section.Scatter scatter) {
                scatter(page, scatter);
            }
            page.append("</section>\n");
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private static void table(StringBuilder page, Section.Table table) {
        page.append("<div class=\"wide\"><table>\n");
        if (!table.columns().isEmpty()) {
            page.append("<thead><tr>");
            table.columns().forEach(name -> element(page, "th", "", name));
            page.append("</tr></thead>\n");
        }
        page.append("<tbody>\n");
        for (List<String> row : table.rows()) {
            page.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                element(page, i == 0 ? "th" : "td", "", row.get(i));
            }
            page.append("</tr>\n");
        }
        page.append("</tbody></table></div>\n");
    }

    private static void gallery(StringBuilder page, Section.Gallery gallery) {
        // Many rows of few pictures stand side by side where there is room.
        page.append(
                "<figure>\n<div" + (gallery.rows().size() > 6 ? " class=\"rows\"" : "") + ">\n");
        for (Section.Gallery.Row row : gallery.rows()) {
            page.append("<div>\n");
            int columns = Math.max(1, row.pictures().size());
            boolean small = row.pictures().stream().allMatch(picture -> picture.getWidth() <= 64);
            element(page, "div", "label", row.label());
            page.append("<div class=\"pictures" + (small ? " pixels" : "") + "\"")
                    .append(" style=\"grid-template-columns: repeat(" + columns + ", ")
                    .append("minmax(0, 6rem))\">\n");
            int number = 0;
            for (BufferedImage picture : row.pictures()) {
                page.append("<img alt=\"")
                        .append(Html.escape(row.label() + " " + ++number))
                        .append("\" src=\"")
                        .append(Html.dataUri(picture))
                        .append("\">\n");
            }
            page.append("</div>\n</div>\n");
        }
        page.append("</div>\n");
        element(page, "figcaption", "", gallery.caption());
        page.append("</figure>\n");
    }

    private static void chart(StringBuilder page, Section.Chart chart) {
        page.append("<figure>\n")
                .append(plot(chart.heading(), Plot.Size.WHOLE, chart.xName(), chart.curves()));
        if (chart.curves().size() > 1) {
            legend(page, chart.curves().stream().map(Curve::name).toList());
        }
        element(page, "figcaption", "", chart.caption());
        page.append("</figure>\n");
    }

    private static void panels(StringBuilder page, Section.Panels panels) {
        page.append("<figure>\n<div class=\"panels\">\n");
        for (Curve curve : panels.curves()) {
            page.append("<div>\n");
            element(page, "div", "label", curve.name());
            page.append(plot(curve.name(), Plot.Size.SMALL, panels.xName(), List.of(curve)))
                    .append("</div>\n");
        }
        page.append("</div>\n");
        element(page, "figcaption", "", panels.caption());
        page.append("</figure>\n");
    }

    private static String plot(String label, Plot.Size size, String xName, List<Curve> curves) {
        double[] x = curves.stream().flatMapToDouble(c -> Arrays.stream(c.x())).toArray();
        double[] y = curves.stream().flatMapToDouble(c -> Arrays.stream(c.y())).toArray();
        Plot plot = new Plot(label, size, Plot.Range.of(x), Plot.Range.of(y).padded(), xName);
        for (int i = 0; i < curves.size(); i++) {
            plot.curve(curves.get(i), Plot.color(i, curves.size()));
        }
        return plot.svg();
    }

    private static void matrix(StringBuilder page, Section.Matrix matrix) {
        page.append("<figure>\n<div class=\"wide\"><table class=\"matrix\">\n<thead><tr><td></td>");
        matrix.names().forEach(name -> element(page, "th", "", name));
        page.append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < matrix.names().size(); row++) {
            page.append("<tr>");
            element(page, "th", "", matrix.names().get(row));
            for (double share : matrix.shares()[row]) {
                long percent = Math.round(100 * share);
                page.append("<td style=\"--share:" + percent + "\">")
                        .append(percent == 0 ? "" : String.valueOf(percent))
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody></table></div>\n");
        element(page, "figcaption", "", matrix.caption());
        page.append("</figure>\n");
    }

    private static void scatter(StringBuilder page, Section.Scatter scatter) {
        double[][] points = scatter.points();
        List<String> names = scatter.labels().names();
        Plot plot =
                new Plot(
                        scatter.heading(), Plot.Size.WHOLE, range(points, 0), range(points, 1), "");
        int stride = (points.length + Plot.MOST_POINTS - 1) / Plot.MOST_POINTS;
        for (int c = 0; c < names.size(); c++) {
            List<double[]> members = new ArrayList<>();
            for (int i = 0; i < points.length; i += stride) {
                boolean finite = Double.isFinite(points[i][0]) && Double.isFinite(points[i][1]);
                if (finite && scatter.labels().of()[i] == c) {
                    members.add(points[i]);
                }
            }
            plot.cloud(members, Plot.color(c, names.size()));
        }
        page.append("<figure>\n").append(plot.svg());
        legend(page, names);
        element(page, "figcaption", "", scatter.caption());
        page.append("</figure>\n");
    }

    private static Plot.Range range(double[][] points, int axis) {
        return Plot.Range.of(
                        Arrays.stream(points)
                                .flatMapToDouble(point -> DoubleStream.of(point[axis]))
                                .toArray())
                .padded();
    }

    private static void legend(StringBuilder page, List<String> names) {
        page.append("<ul class=\"legend\">");
        for (int i = 0; i < names.size(); i++) {
            page.append("<li><i style=\"background:" + Plot.color(i, names.size()) + "\"></i>")
                    .append(Html.escape(names.get(i)))
                    .append("</li>\n");
        }
        page.append("</ul>\n");
    }

    private static void element(StringBuilder page, String name, String style, String text) {
        if (text.isEmpty() && !name.startsWith("t")) {
            return;
        }
        page.append('<').append(name);
        if (!style.isEmpty()) {
            page.append(" class=\"").append(style).append('"');
        }
        page.append('>').append(Html.escape(text)).append("</").append(name).append(">\n");
    }
}
