package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.selfsup.engine.WholeFile;
import org.selfsup.report.Curve;
import org.selfsup.report.Report;
import org.selfsup.report.Section;

/**
 * How far few labels go with an encoder: four ways to use the labels of a share of the training
 * samples, as accuracy on the test samples.
 *
 * @param points every share with every seed, rising shares
 */
record LabelEfficiency(List<Point> points) {

    private static final List<Way> WAYS =
            List.of(
                    new Way("linear probe", Point::probe),
                    new Way("untrained", Point::untrainedProbe),
                    new Way("fine-tuned", Point::tuned),
                    new Way("from scratch", Point::scratch));

    /**
     * What a share of the labels gave, 0 to 1 each.
     *
     * @param share of every class
     * @param labels how many that were
     * @param seed that chose them
     * @param probe a linear probe of the trained encoder
     * @param untrainedProbe the same of the untrained one
     * @param tuned the trained encoder trained on with these labels
     * @param scratch the untrained one trained with them just as long
     */
    record Point(
            double share,
            int labels,
            long seed,
            double probe,
            double untrainedProbe,
            double tuned,
            double scratch) {}

    private record Way(String name, ToDoubleFunction<Point> accuracy) {

        Spread of(List<Point> points) {
            return Spread.of(points.stream().mapToDouble(accuracy).toArray());
        }
    }

    private List<List<Point>> byShare() {
        return points.stream()
                .map(Point::share)
                .distinct()
                .map(share -> points.stream().filter(p -> p.share() == share).toList())
                .toList();
    }

    /** One row a share: mean and deviation over the seeds. */
    Section.Table table() {
        List<String> columns = new ArrayList<>(List.of("labels", "share", "seeds"));
        WAYS.forEach(way -> columns.add(way.name()));
        List<List<String>> rows = new ArrayList<>();
        for (List<Point> at : byShare()) {
            List<String> row = new ArrayList<>();
            row.add(String.valueOf(at.get(0).labels()));
            row.add(String.valueOf(at.get(0).share()));
            row.add(String.valueOf(at.size()));
            WAYS.forEach(way -> row.add(way.of(at).percent()));
            rows.add(row);
        }
        return new Section.Table("Accuracy on the test samples, %", columns, rows);
    }

    private Section.Chart chart() {
        List<List<Point>> shares = byShare();
        double[] x = shares.stream().mapToDouble(at -> Math.log10(at.get(0).labels())).toArray();
        List<Curve> curves =
                WAYS.stream()
                        .map(
                                way ->
                                        new Curve(
                                                way.name(),
                                                x,
                                                shares.stream()
                                                        .mapToDouble(at -> 100 * way.of(at).mean())
                                                        .toArray()))
                        .toList();
        return new Section.Chart("Curve", "Means over seeds.", "log10 of labels", curves);
    }

    /** Writes {@code labels.csv}, one line a point, and {@code labels.html}. */
    void write(Path directory, String title) throws IOException {
        StringBuilder csv = new StringBuilder("share,labels,seed");
        WAYS.forEach(way -> csv.append(',').append(way.name()));
        for (Point point : points) {
            csv.append('\n').append(point.share()).append(',').append(point.labels());
            csv.append(',').append(point.seed());
            WAYS.forEach(way -> csv.append(',').append(way.accuracy().applyAsDouble(point)));
        }
        WholeFile.write(directory.resolve("labels.csv"), csv.append('\n').toString());
        Report report =
                new Report(
                        "labels",
                        title,
                        "A linear probe of the trained and of the untrained encoder, and both"
                                + " trained on with the same labels.",
                        List.of(chart(), table()));
        WholeFile.write(directory.resolve("labels.html"), report.html());
    }
}
