package org.selfsup.eval;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS for a smooth convex function, with a diagonal guess of the curvature.
 *
 * <p>Nocedal and Wright 2006, "Numerical Optimization", algorithms 7.4 and 7.5; the step is halved
 * until the function falls enough (their condition 3.6a), which on a convex function keeps the
 * updates positive.
 */
final class Lbfgs {

    private static final int MEMORY = 10;
    private static final int MOST_HALVINGS = 40;
    private static final double SUFFICIENT = 1e-4;

    private Lbfgs() {}

    /** A function with its gradient. */
    interface Objective {

        /** The value at x; writes the gradient into its second argument. */
        double evaluate(double[] x, double[] gradient);
    }

    /**
     * Where the search stopped.
     *
     * @param x the point
     * @param gradientNorm largest absolute entry of the gradient there
     * @param iterations steps taken
     */
    record Minimum(double[] x, double gradientNorm, int iterations) {}

    private record Pair(double[] s, double[] y, double rho) {}

    /**
     * Walks downhill until no entry of the gradient is larger than the tolerance.
     *
     * @param start where to begin; not changed
     * @param curvature a positive guess of the second derivative in each direction
     */
    static Minimum minimise(
            Objective objective,
            double[] start,
            double[] curvature,
            double tolerance,
            int mostIterations) {
        int d = start.length;
        double[] x = start.clone();
        double[] gradient = new double[d];
        double value = objective.evaluate(x, gradient);
        Deque<Pair> pairs = new ArrayDeque<>();
        int iteration = 0;
        while (iteration < mostIterations && largest(gradient) > tolerance) {
            double[] direction = direction(gradient, pairs, curvature);
            double slope = dot(direction, gradient);
            double step = 1;
            double[] nextX = new double[d];
            double[] nextGradient = new double[d];
            double nextValue = Double.NaN;
            for (int halving = 0; halving < MOST_HALVINGS; halving++, step /= 2) {
                for (int i = 0; i < d; i++) {
                    nextX[i] = x[i] + step * direction[i];
                }
                nextValue = objective.evaluate(nextX, nextGradient);
                if (nextValue <= value + SUFFICIENT * step * slope) {
                    break;
                }
            }
            if (!(nextValue < value)) {
                break; // rounding hides any further fall
            }
            double[] s = new double[d];
            double[] y = new double[d];
            for (int i = 0; i < d; i++) {
                s[i] = nextX[i] - x[i];
                y[i] = nextGradient[i] - gradient[i];
            }
            double sy = dot(s, y);
            if (sy > 0) {
                pairs.addLast(new Pair(s, y, 1 / sy));
                if (pairs.size() > MEMORY) {
                    pairs.removeFirst();
                }
            }
            x = nextX;
            gradient = nextGradient;
            value = nextValue;
            iteration++;
        }
        return new Minimum(x, largest(gradient), iteration);
    }

    /** The two-loop recursion: minus the inverse of the estimated curvature times the gradient. */
    private static double[] direction(double[] gradient, Deque<Pair> pairs, double[] curvature) {
        double[] q = gradient.clone();
        double[] alphas = new double[pairs.size()];
        int i = pairs.size();
        for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            alphas[--i] = pair.rho * dot(pair.s, q);
            add(q, -alphas[i], pair.y);
        }
        double scale = pairs.isEmpty() ? 1 : scale(pairs.getLast(), curvature);
        for (int j = 0; j < q.length; j++) {
            q[j] *= scale / curvature[j];
        }
        for (Pair pair : pairs) {
            double beta = pair.rho * dot(pair.y, q);
            add(q, alphas[i++] - beta, pair.s);
        }
        for (int j = 0; j < q.length; j++) {
            q[j] = -q[j];
        }
        return q;
    }

    /** How much larger the guess of the curvature was than what the last step met. */
    private static double scale(Pair pair, double[] curvature) {
        double yy = 0;
        for (int j = 0; j < curvature.length; j++) {
            yy += pair.y[j] * pair.y[j] / curvature[j];
        }
        return 1 / (pair.rho * yy);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] target, double factor, double[] source) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * source[i];
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
