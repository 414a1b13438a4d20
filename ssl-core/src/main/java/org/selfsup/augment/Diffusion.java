package org.selfsup.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.selfsup.data.Graph;
import org.selfsup.data.Randomness;

/**
 * Replaces the edges by a diffusion over them, whose values become the weights.
 *
 * <pre>{@code
 * S = sum_k theta_k T^k,   T = D^-1/2 (A + I) D^-1/2                          (eq. 1)
 * personalised PageRank   theta_k = a (1 - a)^k
 * heat kernel             theta_k = e^-t t^k / k!
 * }</pre>
 *
 * <p>A node that has a self loop keeps its weight and gets none added. The series is summed until
 * what is left of the thetas is below 1e-5; of each node's incoming values those of at least {@code
 * threshold} are kept, and of these the {@code most} largest. Values below {@code precision} are
 * not spread further on the way, which bounds time and memory on large graphs; with 0 nothing is
 * left out.
 *
 * <p>It is not random and takes long: apply it once and use the result, in convolutions that take
 * weights as they are or normalise them again. All processors work on it; the result does not
 * depend on how many.
 *
 * <p>Klicpera et al. 2019, <a href="https://arxiv.org/abs/1911.05485">Diffusion Improves Graph
 * Learning</a>; used by Hassani and Khasahmadi 2020, <a
 * href="https://arxiv.org/abs/2006.05582">MVGRL</a>, whose heat kernel spreads by A D^-1 instead.
 *
 * @param kernel the thetas
 * @param most how many incoming values a node keeps, at least 1
 * @param threshold smallest value kept, not negative
 * @param precision smallest value spread further, not negative
 */
public record Diffusion(Kernel kernel, int most, double threshold, double precision)
        implements GraphTransform {

    private static final double TAIL = 1e-5;

    /** Checks the numbers. */
    public Diffusion {
        Ranges.require(most >= 1, "A node keeps at least 1 value", most);
        Ranges.require(threshold >= 0, "The threshold is not negative", threshold);
        Ranges.require(precision >= 0, "The precision is not negative", precision);
    }

    /** Keeps every node's largest values; spreads what may matter to them. */
    public static Diffusion topK(Kernel kernel, int most) {
        return new Diffusion(kernel, most, 0, 0);
    }

    /** Keeps the values of at least a threshold. */
    public static Diffusion threshold(Kernel kernel, double threshold) {
        return new Diffusion(kernel, Integer.MAX_VALUE, threshold, 0);
    }

    /** This diffusion, not spreading values below a precision. */
    public Diffusion withPrecision(double precision) {
        return new Diffusion(kernel, most, threshold, precision);
    }

    /**
     * The diffusion of one graph, computed now: a transform that gives its edges to whatever
     * features the nodes have then.
     *
     * @param graph the only one to be transformed, apart from its features
     */
    public GraphTransform fixed(Graph graph) {
        Graph diffused = apply(graph, Randomness.at(0));
        return (changed, random) -> diffused.withFeatures(changed.dimension(), changed.features());
    }

    /** How much of each number of steps there is; the thetas of all k add up to 1. */
    public sealed interface Kernel {

        /** theta_k, from theta_(k-1). */
        double next(int k, double before);

        /** theta_0. */
        double first();
    }

    /**
     * Personalised PageRank.
     *
     * @param teleport a, above 0 and at most 1; 0.15 in GDC, 0.2 in MVGRL
     */
    public record PageRank(double teleport) implements Kernel {

        /** Checks the probability. */
        public PageRank {
            Ranges.require(
                    teleport >= 0.01 && teleport <= 1,
                    "PageRank teleports with a probability of 0.01 to 1",
                    teleport);
        }

        @Override
        public double first() {
            return teleport;
        }

        @Override
        public double next(int k, double before) {
            return before * (1 - teleport);
        }
    }

    /**
     * The heat kernel.
     *
     * @param time t, positive and at most 100; 5 in GDC and MVGRL
     */
    public record Heat(double time) implements Kernel {

        /** Checks the time. */
        public Heat {
            Ranges.require(
                    time > 0 && time <= 100, "Heat spreads for a time above 0, at most 100", time);
        }

        @Override
        public double first() {
            return StrictMath.exp(-time);
        }

        @Override
        public double next(int k, double before) {
            return before * time / k;
        }
    }

    @Override
    public Graph apply(Graph graph, RandomGenerator random) {
        Transition transition = Transition.of(graph);
        double[] theta = thetas();
        int n = graph.nodes();
        Row[] rows = new Row[n];
        ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(() -> new Scratch(n));
        IntStream.range(0, n)
                .parallel()
                .forEach(node -> rows[node] = row(transition, theta, node, scratch.get()));
        long values = Arrays.stream(rows).mapToLong(row -> row.sources.length).sum();
        Ranges.require(
                values <= Integer.MAX_VALUE - 8,
                "A graph has at most 2^31 edges, keep fewer values",
                values);
        int edges = (int) values;
        int[] sources = new int[edges];
        int[] targets = new int[edges];
        float[] weights = new float[edges];
        int edge = 0;
        for (int node = 0; node < n; node++) {
            int length = rows[node].sources.length;
            System.arraycopy(rows[node].sources, 0, sources, edge, length);
            System.arraycopy(rows[node].values, 0, weights, edge, length);
            Arrays.fill(targets, edge, edge + length, node);
            edge += length;
        }
        return new Graph(graph.dimension(), graph.features(), sources, targets, weights);
    }

    private double[] thetas() {
        double[] theta = new double[16];
        double left = 1;
        int k = 0;
        for (double next = kernel.first(); left > TAIL && k < 10_000; next = kernel.next(k, next)) {
            if (k == theta.length) {
                theta = Arrays.copyOf(theta, 2 * k);
            }
            theta[k++] = next;
            left -= next;
        }
        return Arrays.copyOf(theta, k);
    }

    /** Row i of S, e_i S, by spreading from node i against the edges. */
    private Row row(Transition transition, double[] theta, int node, Scratch scratch) {
        scratch.begin(node, theta[0]);
        for (int k = 1; k < theta.length; k++) {
            scratch.spread(transition, theta[k], precision);
        }
        return scratch.keep(most, threshold);
    }

    /** T by rows: the edges into each node, with self loops. */
    private record Transition(Graph graph, double[] root, double[] loop) {

        static Transition of(Graph graph) {
            int n = graph.nodes();
            double[] root = new double[n];
            double[] loop = new double[n];
            for (int node = 0; node < n; node++) {
                boolean own = false;
                double degree = 0;
                for (int edge = graph.offset(node); edge < graph.offset(node + 1); edge++) {
                    if (graph.sources()[edge] == node) {
                        own = true;
                        loop[node] += graph.weight(edge);
                    } else {
                        degree += graph.weight(edge);
                    }
                }
                loop[node] = own ? loop[node] : 1;
                degree += loop[node];
                root[node] = degree > 0 ? 1 / Math.sqrt(degree) : 0;
            }
            return new Transition(graph, root, loop);
        }
    }

    private record Row(int[] sources, float[] values) {}

    /** Two sparse vectors, T^k and the sum so far, over dense memory. */
    private static final class Scratch {

        private double[] power;
        private double[] next;
        private final double[] sum;
        private int[] support;
        private int[] nextSupport;
        private final int[] touched;
        private final boolean[] inNext;
        private final boolean[] inSum;
        private int size;
        private int touchedSize;

        Scratch(int n) {
            power = new double[n];
            next = new double[n];
            sum = new double[n];
            support = new int[n];
            nextSupport = new int[n];
            touched = new int[n];
            inNext = new boolean[n];
            inSum = new boolean[n];
        }

        void begin(int node, double theta) {
            for (int i = 0; i < size; i++) {
                power[support[i]] = 0;
            }
            for (int i = 0; i < touchedSize; i++) {
                sum[touched[i]] = 0;
                inSum[touched[i]] = false;
            }
            size = 1;
            support[0] = node;
            power[node] = 1;
            touchedSize = 0;
            add(node, theta);
        }

        private void add(int node, double value) {
            if (!inSum[node]) {
                inSum[node] = true;
                touched[touchedSize++] = node;
            }
            sum[node] += value;
        }

        void spread(Transition transition, double theta, double precision) {
            Graph graph = transition.graph;
            int nextSize = 0;
            for (int i = 0; i < size; i++) {
                int node = support[i];
                double value = power[node] * transition.root[node];
                power[node] = 0;
                if (value == 0 || value < precision * transition.root[node]) {
                    continue;
                }
                nextSize = pass(node, value * transition.loop[node], transition, nextSize);
                for (int edge = graph.offset(node); edge < graph.offset(node + 1); edge++) {
                    int source = graph.sources()[edge];
                    if (source != node) {
                        nextSize = pass(source, value * graph.weight(edge), transition, nextSize);
                    }
                }
            }
            for (int i = 0; i < nextSize; i++) {
                int node = nextSupport[i];
                inNext[node] = false;
                add(node, theta * next[node]);
            }
            double[] cleared = power;
            power = next;
            next = cleared;
            int[] free = support;
            support = nextSupport;
            nextSupport = free;
            size = nextSize;
        }

        private int pass(int node, double value, Transition transition, int nextSize) {
            next[node] += value * transition.root[node];
            if (inNext[node]) {
                return nextSize;
            }
            inNext[node] = true;
            nextSupport[nextSize] = node;
            return nextSize + 1;
        }

        /** The largest values, sources in rising order; of equal ones the lower node. */
        Row keep(int most, double threshold) {
            int[] kept =
                    Arrays.stream(touched, 0, touchedSize)
                            .filter(node -> sum[node] > 0 && sum[node] >= threshold)
                            .sorted()
                            .toArray();
            if (kept.length > most) {
                double[] values = Arrays.stream(kept).mapToDouble(node -> sum[node]).toArray();
                Arrays.sort(values);
                double least = values[values.length - most];
                int larger = 0;
                for (double value : values) {
                    larger += value > least ? 1 : 0;
                }
                int[] best = new int[most];
                int count = 0;
                int ties = most - larger;
                for (int node : kept) {
                    if (sum[node] > least || (sum[node] == least && ties-- > 0)) {
                        best[count++] = node;
                    }
                }
                kept = best;
            }
            float[] values = new float[kept.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) sum[kept[i]];
            }
            return new Row(kept, values);
        }
    }
}
