package org.selfsup.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A drawing in inline SVG: two axes, then lines, bands and points in data coordinates. */
final class Plot {

    /** Points drawn of one line or cloud, so that a long run does not make a large file. */
    static final int MOST_BINS = 300;

    static final int MOST_POINTS = 4_000;

    private static final int LEFT = 50;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 40;
    private static final int TICK_WIDTH = 75;
    private static final int TICK_HEIGHT = 40;
    private static final String[] COLORS = {
        "#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#b07aa1",
        "#9c755f", "#76b7b2", "#edc948", "#ff9da7", "#8a8a8a"
    };

    private final StringBuilder svg = new StringBuilder();
    private final Size size;
    private final Range x;
    private final Range y;

    /** Of a drawing, in its own units; letters are 12 of them high. */
    enum Size {
        /** As wide as the page. */
        WHOLE(480, 300),
        /** Several side by side. */
        SMALL(240, 170);

        private final int width;
        private final int height;

        Size(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    /** The values along one axis. */
    record Range(double low, double high) {

        /** From the smallest to the largest finite value, a little more where they are one. */
        static Range of(double[] values) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (low > high) {
                return new Range(0, 1);
            }
            double least = Math.max(1e-12, 1e-9 * Math.max(Math.abs(low), Math.abs(high)));
            if (high - low < least) {
                double pad = low == 0 ? 1 : Math.abs(low) / 10;
                return new Range(low - pad, high + pad);
            }
            return new Range(low, high);
        }

        Range padded() {
            double pad = (high - low) / 20;
            return new Range(low - pad, high + pad);
        }

        double share(double value) {
            return (value - low) / (high - low);
        }

        /** About so many round numbers within. */
        List<Double> ticks(int count) {
            double rough = (high - low) / count;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = power;
            for (double factor : new double[] {2, 5, 10}) {
                step = factor * power < 1.5 * rough ? factor * power : step;
            }
            List<Double> ticks = new ArrayList<>();
            for (double i = Math.ceil(low / step); i * step <= high; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }
    }

    Plot(String label, Size size, Range x, Range y, String xName) {
        this.size = size;
        this.x = x;
        this.y = y;
        svg.append(
                        "<svg role=\"img\" viewBox=\"0 0 "
                                + size.width
                                + " "
                                + size.height
                                + "\" aria-label=\"")
                .append(Html.escape(label))
                .append("\">\n<g class=\"axes\">\n");
        for (double tick : x.ticks((size.width - LEFT - RIGHT) / TICK_WIDTH)) {
            line(px(tick), TOP, px(tick), size.height - BOTTOM);
            text(px(tick), size.height - BOTTOM + 15, "middle", number(tick));
        }
        for (double tick : y.ticks((size.height - TOP - BOTTOM) / TICK_HEIGHT)) {
            line(LEFT, py(tick), size.width - RIGHT, py(tick));
            text(LEFT - 6, py(tick) + 4, "end", number(tick));
        }
        text((LEFT + size.width - RIGHT) / 2.0, size.height - 7, "middle", xName);
        svg.append("</g>\n");
    }

    /** A colour that tells class i from the others. */
    static String color(int i, int classes) {
        return classes <= COLORS.length
                ? COLORS[i]
                : String.format(
                        Locale.ROOT, "hsl(%d 65%% %d%%)", 360 * i / classes, 45 + 15 * (i % 2));
    }

    /** A curve; a long one as means with a band. Values that are not finite are left out. */
    void curve(Curve curve, String color) {
        List<double[]> bins = bins(curve); // x, mean, least, largest
        if (bins.isEmpty()) {
            return;
        }
        if (bins.size() < curve.y().length) {
            StringBuilder band = new StringBuilder();
            bins.forEach(bin -> point(band, bin[0], bin[3]));
            for (int i = bins.size() - 1; i >= 0; i--) {
                point(band, bins.get(i)[0], bins.get(i)[2]);
            }
            svg.append("<path opacity=\".2\" fill=\"" + color + "\" d=\"M")
                    .append(band)
                    .append("Z\"/>\n");
        }
        StringBuilder path = new StringBuilder();
        bins.forEach(bin -> point(path, bin[0], bin[1]));
        svg.append("<path class=\"curve\" stroke=\"" + color + "\" d=\"M")
                .append(path)
                .append(bins.size() == 1 ? "h0" : "")
                .append("\"/>\n");
    }

    /** Points of one colour. */
    void cloud(List<double[]> points, String color) {
        svg.append("<path class=\"cloud\" stroke=\"" + color + "\" d=\"");
        for (double[] point : points) {
            svg.append('M');
            point(svg, point[0], point[1]);
            svg.append("h0");
        }
        svg.append("\"/>\n");
    }

    String svg() {
        return svg + "</svg>\n";
    }

    private static List<double[]> bins(Curve curve) {
        List<double[]> finite = new ArrayList<>();
        for (int i = 0; i < curve.x().length; i++) {
            double value = curve.y()[i];
            if (Double.isFinite(value) && Double.isFinite(curve.x()[i])) {
                finite.add(new double[] {curve.x()[i], value, value, value});
            }
        }
        int n = finite.size();
        if (n <= MOST_BINS) {
            return finite;
        }
        List<double[]> bins = new ArrayList<>();
        for (int b = 0; b < MOST_BINS; b++) {
            List<double[]> members =
                    finite.subList(
                            (int) ((long) n * b / MOST_BINS),
                            (int) ((long) n * (b + 1) / MOST_BINS));
            double[] bin = {0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
            for (double[] member : members) {
                bin[0] += member[0] / members.size();
                bin[1] += member[1] / members.size();
                bin[2] = Math.min(bin[2], member[2]);
                bin[3] = Math.max(bin[3], member[3]);
            }
            bins.add(bin);
        }
        return bins;
    }

    private void point(StringBuilder target, double dataX, double dataY) {
        target.append(String.format(Locale.ROOT, "%.1f %.1f ", px(dataX), py(dataY)));
    }

    private double px(double value) {
        return LEFT + x.share(value) * (size.width - LEFT - RIGHT);
    }

    private double py(double value) {
        return size.height - BOTTOM - y.share(value) * (size.height - TOP - BOTTOM);
    }

    private void line(double x1, double y1, double x2, double y2) {
        svg.append(
                String.format(Locale.ROOT, "<path d=\"M%.1f %.1fL%.1f %.1f\"/>", x1, y1, x2, y2));
    }

    private void text(double atX, double atY, String anchor, String text) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                        atX,
                        atY,
                        anchor,
                        Html.escape(text)));
    }

    /** A round number as short as it can be. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.2g", value).replaceFirst("\\.?0+e", "e");
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
