package org.selfsup.data;

import java.util.List;

/**
 * A class of {@link Shapes}: an outline around the origin, of area pi.
 *
 * @param name the class
 * @param unscaled the outline before scaling
 * @param scale what brings the area to pi
 * @param reach the largest distance of a point inside from the origin
 */
record Outline(String name, Distance unscaled, double scale, double reach) {

    static final List<Outline> ALL =
            List.of(
                    of("disc", (x, y) -> length(x, y) - 1),
                    of("ring", (x, y) -> Math.abs(length(x, y) - 1) - 0.3),
                    of(
                            "crescent",
                            (x, y) -> Math.max(length(x + 0.2, y) - 1, 0.8 - length(x - 0.4, y))),
                    of("square", (x, y) -> box(x, y, 1, 1)),
                    of("bar", (x, y) -> box(x, y, 1, 0.33)),
                    of("cross", (x, y) -> Math.min(box(x, y, 1, 0.3), box(x, y, 0.3, 1))),
                    of(
                            "corner",
                            (x, y) ->
                                    Math.min(
                                            box(x + 0.45, y, 0.3, 0.75),
                                            box(x, y - 0.45, 0.75, 0.3))),
                    of("triangle", (x, y) -> wedge(x, y, 0.5, Math.sqrt(0.75))),
                    of(
                            "arrow",
                            (x, y) ->
                                    Math.min(
                                            wedge(x, y + 0.3, 0.6, 0.8),
                                            box(x, y - 0.65, 0.25, 0.6))),
                    of("star", Star::distance));

    /** Distance to the outline, negative inside; it need be exact near the outline only. */
    interface Distance {
        double at(double x, double y);
    }

    /** Counts grid points inside to find area and reach. */
    private static Outline of(String name, Distance unscaled) {
        double step = 1.0 / 128;
        long inside = 0;
        double farthest = 0;
        for (double y = -2 + step / 2; y < 2; y += step) {
            for (double x = -2 + step / 2; x < 2; x += step) {
                if (unscaled.at(x, y) < 0) {
                    inside++;
                    farthest = Math.max(farthest, length(x, y));
                }
            }
        }
        double scale = Math.sqrt(Math.PI / (inside * step * step));
        return new Outline(name, unscaled, scale, scale * farthest);
    }

    double distance(double x, double y) {
        return scale * unscaled.at(x / scale, y / scale);
    }

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    private static double box(double x, double y, double halfWidth, double halfHeight) {
        return Math.max(Math.abs(x) - halfWidth, Math.abs(y) - halfHeight);
    }

    /** A triangle that points up: base at y = 0.5, sides at 0.5 from the origin. */
    private static double wedge(double x, double y, double normalUp, double normalAside) {
        return Math.max(Math.abs(x) * normalAside - y * normalUp, y) - 0.5;
    }

    /** Five tips at radius 1, five notches between them. */
    private static final class Star {

        private static final double NOTCH = 0.42;
        private static final double STEP = Math.PI / 5; // from tip to notch
        private static final double ALONG = NOTCH * StrictMath.cos(STEP) - 1;
        private static final double ACROSS = NOTCH * StrictMath.sin(STEP);
        private static final double EDGE = length(ALONG, ACROSS);

        /** Folds the place onto one of the ten edges. */
        static double distance(double x, double y) {
            double turn = StrictMath.atan2(x, -y) / (2 * STEP);
            double angle = Math.abs(turn - Math.rint(turn)) * (2 * STEP);
            double radius = length(x, y);
            double along = radius * StrictMath.cos(angle) - 1;
            double across = radius * StrictMath.sin(angle);
            return (along * ACROSS - across * ALONG) / EDGE;
        }
    }
}
