package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Refuses in one sentence what a loss is not defined for. */
final class Require {

    private Require() {}

    /** A number above zero. */
    static void positive(String loss, String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    loss + " needs a positive, finite " + name + ", got " + value);
        }
    }

    /** A number between two bounds, both included. */
    static void between(String loss, String name, double least, double most, double value) {
        if (!(value >= least && value <= most && Math.abs(value) < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    loss
                            + (most < Double.POSITIVE_INFINITY
                                    ? " needs a " + name + " from " + least + " to " + most
                                    : " needs a finite " + name + " of at least " + least)
                            + ", got "
                            + value);
        }
    }

    /**
     * Arrays (n, d) of one shape.
     *
     * @return that shape
     */
    static Shape sameRows(String loss, int least, NDArray... arrays) {
        Shape shape = arrays[0].getShape();
        that(
                shape.dimension() == 2 && shape.get(0) >= least && shape.get(1) > 0 && same(arrays),
                loss,
                count(arrays.length) + " (n, d)" + one(arrays.length) + " with n at least " + least,
                arrays);
        return shape;
    }

    /**
     * Arrays (n, ...) of one shape that hold something.
     *
     * @return that shape
     */
    static Shape sameSamples(String loss, NDArray... arrays) {
        that(
                same(arrays) && !arrays[0].getShape().isScalar() && arrays[0].size() > 0,
                loss,
                count(arrays.length) + " (n, ...)" + one(arrays.length) + " that are not empty",
                arrays);
        return arrays[0].getShape();
    }

    /** Whatever a loss expects of its arrays: "LOSS needs EXPECTED, got SHAPES". */
    static void that(boolean holds, String loss, String expected, NDArray... arrays) {
        if (!holds) {
            throw new IllegalArgumentException(
                    loss
                            + " needs "
                            + expected
                            + ", got "
                            + Arrays.stream(arrays)
                                    .map(array -> array.getShape().toString())
                                    .collect(Collectors.joining(" and ")));
        }
    }

    /** Whether an array has exactly this shape. */
    static boolean is(NDArray array, long... shape) {
        return Arrays.equals(array.getShape().getShape(), shape);
    }

    private static boolean same(NDArray... arrays) {
        return Arrays.stream(arrays).allMatch(a -> a.getShape().equals(arrays[0].getShape()));
    }

    private static String count(int arrays) {
        return switch (arrays) {
            case 1 -> "an array";
            case 2 -> "two arrays";
            case 3 -> "three arrays";
            default -> arrays + " arrays";
        };
    }

    private static String one(int arrays) {
        return arrays == 1 ? "" : " of the same shape";
    }
}
