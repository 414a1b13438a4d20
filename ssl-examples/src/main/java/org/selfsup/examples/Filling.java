package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * What can be put in a hole without having learnt anything. All holes are rectangles within their
 * pictures, given by their pixels row by row.
 */
enum Filling {

    /** The mean of what is seen, channel by channel. */
    MEAN {
        @Override
        void fill(float[] plane, Hole hole) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < hole.columns * hole.rows; i++) {
                int y = i / hole.columns;
                int x = i % hole.columns;
                if (!hole.holds(y, x)) {
                    sum += plane[hole.at + i];
                    count++;
                }
            }
            float mean = (float) (sum / count);
            hole.each((y, x) -> plane[hole.index(y, x)] = mean);
        }
    },

    /** Lines from rim to rim, the mean of the one along the row and the one along the column. */
    BILINEAR {
        @Override
        void fill(float[] plane, Hole hole) {
            hole.each(
                    (y, x) -> {
                        float down = (float) (y - hole.top + 1) / (hole.bottom - hole.top + 2);
                        float across = (float) (x - hole.left + 1) / (hole.right - hole.left + 2);
                        float column =
                                (1 - down) * plane[hole.index(hole.top - 1, x)]
                                        + down * plane[hole.index(hole.bottom + 1, x)];
                        float row =
                                (1 - across) * plane[hole.index(y, hole.left - 1)]
                                        + across * plane[hole.index(y, hole.right + 1)];
                        plane[hole.index(y, x)] = (row + column) / 2;
                    });
        }
    };

    abstract void fill(float[] plane, Hole hole);

    /**
     * Pictures with their holes filled; what lies in the holes is not looked at.
     *
     * @param pictures {@code (n, c, h, w)}
     * @param missing pixels of each hole, {@code (n, k)}
     */
    NDArray fill(NDArray pictures, NDArray missing) {
        Shape shape = pictures.getShape();
        int channels = (int) shape.get(1);
        int rows = (int) shape.get(2);
        int columns = (int) shape.get(3);
        int k = (int) missing.getShape().get(1);
        long[] pixels = missing.toLongArray();
        float[] values = pictures.toFloatArray();
        for (int plane = 0; plane < shape.get(0) * channels; plane++) {
            int first = plane / channels * k;
            fill(
                    values,
                    Hole.of(
                            plane * rows * columns,
                            rows,
                            columns,
                            pixels[first],
                            pixels[first + k - 1]));
        }
        return pictures.getManager().create(values, shape);
    }

    /** A hole in one channel of one picture. */
    record Hole(int at, int rows, int columns, int top, int left, int bottom, int right) {

        static Hole of(int at, int rows, int columns, long first, long last) {
            return new Hole(
                    at,
                    rows,
                    columns,
                    (int) first / columns,
                    (int) first % columns,
                    (int) last / columns,
                    (int) last % columns);
        }

        boolean holds(int y, int x) {
            return y >= top && y <= bottom && x >= left && x <= right;
        }

        int index(int y, int x) {
            return at + y * columns + x;
        }

        void each(Pixel what) {
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    what.at(y, x);
                }
            }
        }
    }

    /** A place in a picture. */
    @FunctionalInterface
    interface Pixel {
        void at(int y, int x);
    }
}
