package org.selfsup.report;

import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Labels;

/** One part of a {@link Report}. All text is plain; the report escapes it. */
public sealed interface Section {

    /** What stands above it. */
    String heading();

    /**
     * Sentences.
     *
     * @param heading what stands above it
     * @param paragraphs one after the other
     */
    record Text(String heading, List<String> paragraphs) implements Section {

        /** Keeps copies. */
        public Text {
            paragraphs = List.copyOf(paragraphs);
        }
    }

    /**
     * Rows of text; the first column names the row.
     *
     * @param heading what stands above it
     * @param columns names of the columns; empty for none
     * @param rows all of one length
     */
    record Table(String heading, List<String> columns, List<List<String>> rows) implements Section {

        /** Keeps copies and checks that the rows are of one length. */
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            int width = columns.isEmpty() && !rows.isEmpty() ? rows.get(0).size() : columns.size();
            for (List<String> row : rows) {
                if (row.size() != width) {
                    throw new IllegalArgumentException(
                            "Table \""
                                    + heading
                                    + "\" has "
                                    + width
                                    + " columns, but a row of "
                                    + row.size());
                }
            }
        }

        /** One row for each value; a map within the map gives rows named {@code outer.inner}. */
        public static Table of(String heading, Map<String, ? extends @Nullable Object> values) {
            List<List<String>> rows = new ArrayList<>();
            flatten("", values, rows);
            return new Table(heading, List.of(), rows);
        }

        /** For a terminal: columns side by side, all but the first to the right. */
        public String text() {
            List<List<String>> lines = new ArrayList<>(rows);
            if (!columns.isEmpty()) {
                lines.add(0, columns);
            }
            StringBuilder text = new StringBuilder();
            for (List<String> line : lines) {
                for (int i = 0; i < line.size(); i++) {
                    int column = i;
                    int width =
                            lines.stream()
                                    .mapToInt(row -> row.get(column).length())
                                    .max()
                                    .orElse(0);
                    String cell = line.get(i);
                    String space = " ".repeat(width - cell.length());
                    text.append(i == 0 ? cell + space : "  " + space + cell);
                }
                text.append(System.lineSeparator());
            }
            return text.toString();
        }

        /** Four digits of a measured number are as many as a person reads. */
        private static String text(@Nullable Object value) {
            if (value instanceof Double || value instanceof Float) {
                double number = ((Number) value).doubleValue();
                return Double.isFinite(number)
                        ? new BigDecimal(number).round(new MathContext(4)).toPlainString()
                        : "–";
            }
            return value == null ? "–" : value.toString();
        }

        private static void flatten(String prefix, Map<?, ?> values, List<List<String>> rows) {
            values.forEach(
                    (key, value) -> {
                        if (value instanceof Map<?, ?> inner) {
                            flatten(prefix + key + ".", inner, rows);
                        } else {
                            rows.add(List.of(prefix + key, text(value)));
                        }
                    });
        }
    }

    /**
     * Rows of pictures, such as two views of each sample one below the other.
     *
     * @param heading what stands above it
     * @param caption a sentence below it, may be empty
     * @param rows one below the other, in columns
     */
    record Gallery(String heading, String caption, List<Row> rows) implements Section {

        /** Keeps a copy. */
        public Gallery {
            rows = List.copyOf(rows);
        }

        /**
         * Pictures side by side.
         *
         * @param label what they are, may be empty
         * @param pictures from left to right, see {@link Pictures}
         */
        public record Row(String label, List<BufferedImage> pictures) {

            /** Keeps a copy. */
            public Row {
                pictures = List.copyOf(pictures);
            }
        }
    }

    /**
     * Curves on common axes. Long ones are drawn as the mean of neighbouring values, within a band
     * from their smallest to their largest.
     *
     * @param heading what stands above it
     * @param caption a sentence below it, may be empty
     * @param xName what runs along the horizontal axis, such as "step"
     * @param curves at least one
     */
    record Chart(String heading, String caption, String xName, List<Curve> curves)
            implements Section {

        /** Keeps a copy. */
        public Chart {
            curves = List.copyOf(curves);
        }
    }

    /**
     * Curves with an axis of their own each, side by side and smaller than in a {@link Chart}.
     *
     * @param heading what stands above it
     * @param caption a sentence below it, may be empty
     * @param xName what runs along the horizontal axes, such as "step"
     * @param curves named above their axes
     */
    record Panels(String heading, String caption, String xName, List<Curve> curves)
            implements Section {

        /** Keeps a copy. */
        public Panels {
            curves = List.copyOf(curves);
        }
    }

    /**
     * Shares in a square, the darker the larger: of what is truly in the class of a row, how much
     * was taken for the class of a column.
     *
     * @param heading what stands above it
     * @param caption a sentence below it, may be empty
     * @param names of rows and columns
     * @param shares {@code (k, k)}, 0 to 1, shown as whole per cents; zeros are left empty
     */
    record Matrix(String heading, String caption, List<String> names, double[][] shares)
            implements Section {

        /** Keeps a copy of the names and checks the shape. */
        public Matrix {
            names = List.copyOf(names);
            for (double[] row : shares) {
                if (row.length != names.size() || shares.length != names.size()) {
                    throw new IllegalArgumentException(
                            "Matrix \"%s\" has %d names, but %d rows, one of %d columns"
                                    .formatted(heading, names.size(), shares.length, row.length));
                }
            }
        }
    }

    /**
     * Points in the plane, coloured by class. Of more than 4,000 some are left out evenly.
     *
     * @param heading what stands above it
     * @param caption a sentence below it, may be empty
     * @param points {@code (n, 2)}
     * @param labels the points' classes
     */
    record Scatter(String heading, String caption, double[][] points, Labels labels)
            implements Section {

        /** Checks the shape. */
        public Scatter {
            if (points.length != labels.of().length) {
                throw new IllegalArgumentException(
                        "Scatter \""
                                + heading
                                + "\" has "
                                + points.length
                                + " points, but "
                                + labels.of().length
                                + " labels");
            }
            for (double[] point : points) {
                if (point.length != 2) {
                    throw new IllegalArgumentException(
                            "A point of scatter \""
                                    + heading
                                    + "\" has 2 coordinates, not "
                                    + point.length);
                }
            }
        }
    }
}
