package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;

class GraphTransformTest {

    private final Graph graph = BlocksGraph.generate(400, 4, 6, 3, 1).graph();

    static Stream<GraphTransform> transforms() {
        return Stream.of(
                new DropEdges(0.3),
                new MaskFeatures(0.3),
                new MaskNodes(0.3),
                new ShuffleNodes(),
                new DropNodes(0.3),
                new RandomWalkSubgraph(0.3, 0.2),
                new PerturbEdges(0.3),
                new PositionFeatures(4, 5),
                RootNode.RANDOM,
                RootNode.HUB,
                new NormalizeFeatures(),
                new HopRing(0, 2),
                new BreadthFirst(),
                GraphTransform.oneOf(new DropEdges(0.3), new DropNodes(0.3)),
                Diffusion.topK(new Diffusion.PageRank(0.2), 8),
                new DropEdges(0.3).then(new MaskFeatures(0.2)));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void theSourceStaysAndTheSameSeedGivesTheSameGraph(GraphTransform transform) {
        float[] features = graph.features().clone();
        int[] sources = graph.sources().clone();
        Graph first = transform.apply(graph, Randomness.at(3));
        Graph second = transform.apply(graph, Randomness.at(3));
        assertThat(second.sources()).isEqualTo(first.sources());
        assertThat(second.features()).isEqualTo(first.features());
        assertThat(graph.features()).isEqualTo(features);
        assertThat(graph.sources()).isEqualTo(sources);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void smallestGraphsPass(GraphTransform transform) {
        Graph empty = new Graph(2, new float[0], new int[0], new int[0]);
        Graph one = new Graph(2, new float[] {1, 2}, new int[0], new int[0]);
        assertThat(transform.apply(empty, Randomness.at(3)).nodes()).isZero();
        assertThat(transform.apply(one, Randomness.at(3)).nodes()).isEqualTo(1);
    }

    @Test
    void edgesAreDroppedInPairs() {
        Graph dropped = new DropEdges(0.3).apply(graph, Randomness.at(3));
        assertThat((double) dropped.edges() / graph.edges()).isCloseTo(0.7, within(0.05));
        assertThat(dropped.reversed().sources()).isEqualTo(dropped.sources());
        assertThat(dropped.reversed().targets()).isEqualTo(dropped.targets());
        assertThat(pairs(graph)).containsAll(pairs(dropped));
        assertThat(new DropEdges(1).apply(graph, Randomness.at(3)).edges()).isZero();
        assertThat(new DropEdges(0).apply(graph, Randomness.at(3)).edges())
                .isEqualTo(graph.edges());
    }

    @Test
    void edgesAreReplacedInPairs() {
        Graph changed = new PerturbEdges(0.3).apply(graph, Randomness.at(3));
        assertThat(changed.edges()).isEqualTo(graph.edges());
        assertThat(changed.reversed().sources()).isEqualTo(changed.sources());
        Set<Long> kept = pairs(changed);
        kept.retainAll(pairs(graph));
        assertThat((double) kept.size() / graph.edges()).isBetween(0.65, 0.76);
        Graph weighted =
                Diffusion.topK(new Diffusion.PageRank(0.2), 8).apply(graph, Randomness.at(3));
        assertThat(new PerturbEdges(0.3).apply(weighted, Randomness.at(3)).weighted()).isTrue();
    }

    @Test
    void oneOfSeveralTransformsIsTaken() {
        GraphTransform either = GraphTransform.oneOf(new DropEdges(1), new DropNodes(0.5));
        Set<Integer> nodes = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Graph one = either.apply(graph, Randomness.at(seed));
            assertThat(one.edges() == 0).isEqualTo(one.nodes() == 400);
            nodes.add(one.nodes());
        }
        assertThat(nodes).containsExactlyInAnyOrder(200, 400);
    }

    @Test
    void positionsAreEigenvectorsAndDegreesOfThePath() {
        // The path 0 - 1 - 2: eigenvalues 1, 0, -1 with vectors (1, sqrt 2, 1) / 2, (1, 0, -1) /
        // sqrt 2.
        Graph path = Graph.undirected(1, new float[3], new int[] {0, 1}, new int[] {1, 2});
        Graph told = new PositionFeatures(2, 3).apply(path, Randomness.at(1));
        float a = (float) Math.sqrt(1 / 3.0);
        float b = (float) Math.sqrt(2 / 3.0);
        float[] expected = {a, b, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, a, -b, 0, 1, 0, 0};
        assertThat(told.features()).containsExactly(expected, within(1e-6f));
        assertThat(told.sources()).isEqualTo(path.sources());
        assertThat(new PositionFeatures(5, 1).apply(path, Randomness.at(1)).dimension())
                .as("columns without an eigenvector")
                .isEqualTo(7);
    }

    @Test
    void eigenvectorsAreThoseOfTheMatrix() {
        RandomGenerator random = Randomness.at(5);
        int n = 24;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = random.nextDouble() < 0.5 ? 0 : random.nextGaussian();
                a[j][i] = a[i][j];
            }
        }
        double[][] copy = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
        double[][] vectors = Jacobi.vectors(copy);
        double before = Double.POSITIVE_INFINITY;
        for (double[] v : vectors) {
            double[] av = Arrays.stream(a).mapToDouble(row -> dot(row, v)).toArray();
            double value = dot(av, v);
            assertThat(dot(v, v)).isCloseTo(1, within(1e-9));
            assertThat(dot(av, av)).isCloseTo(value * value, within(1e-7));
            assertThat(value).isLessThan(before + 1e-9);
            before = value;
        }
    }

    private static double dot(double[] x, double[] y) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
    }

    @Test
    void theRootComesFirst() {
        Graph star =
                Graph.undirected(
                        1, new float[] {0, 1, 2, 3}, new int[] {2, 2, 2}, new int[] {0, 1, 3});
        Graph rooted = RootNode.HUB.apply(star, Randomness.at(1));
        assertThat(rooted.features()).containsExactly(2, 0, 1, 3);
        assertThat(rooted.sources()).containsExactly(1, 2, 3, 0, 0, 0);
        Set<Float> roots = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            roots.add(RootNode.RANDOM.apply(star, Randomness.at(seed)).features()[0]);
        }
        assertThat(roots).hasSize(4);
    }

    private static Set<Long> pairs(Graph graph) {
        Set<Long> pairs = new HashSet<>();
        for (int e = 0; e < graph.edges(); e++) {
            pairs.add(graph.sources()[e] * 1000L + graph.targets()[e]);
        }
        return pairs;
    }

    @Test
    void featuresAreMaskedInColumnsAndNodesInRows() {
        int f = graph.dimension();
        float[] columns = new MaskFeatures(0.5).apply(graph, Randomness.at(3)).features();
        float[] rows = new MaskNodes(0.5).apply(graph, Randomness.at(3)).features();
        int maskedRows = 0;
        for (int node = 0; node < graph.nodes(); node++) {
            boolean masked = rows[node * f] == 0;
            maskedRows += masked ? 1 : 0;
            for (int k = 0; k < f; k++) {
                float before = graph.features()[node * f + k];
                assertThat(rows[node * f + k]).isEqualTo(masked ? 0 : before);
                assertThat(columns[node * f + k]).isEqualTo(columns[k] == 0 ? 0 : before);
            }
        }
        assertThat(maskedRows).isBetween(150, 250);
        assertThat(IntStream.range(0, f).filter(k -> columns[k] == 0).count())
                .isBetween(f / 4L, f * 3L / 4);
    }

    @Test
    void shuffledNodesHaveTheRowsOfOthers() {
        float[] shuffled = new ShuffleNodes().apply(graph, Randomness.at(3)).features();
        assertThat(rows(shuffled)).isEqualTo(rows(graph.features()));
        assertThat(shuffled).isNotEqualTo(graph.features());
    }

    private Set<List<Float>> rows(float[] features) {
        Set<List<Float>> rows = new HashSet<>();
        for (int i = 0; i < features.length; i += graph.dimension()) {
            rows.add(List.of(features[i], features[i + 1], features[i + 2]));
        }
        return rows;
    }

    @Test
    void nodesAreDroppedInTheNumberAskedFor() {
        Graph dropped = new DropNodes(0.25).apply(graph, Randomness.at(3));
        assertThat(dropped.nodes()).isEqualTo(300);
        assertThat(rows(graph.features())).containsAll(rows(dropped.features()));
        assertThat(new DropNodes(1).apply(graph, Randomness.at(3)).nodes()).isEqualTo(1);
    }

    @Test
    void aWalksSubgraphIsConnectedToItsStart() {
        for (int seed = 0; seed < 20; seed++) {
            RandomGenerator random = Randomness.at(seed);
            Graph part = new RandomWalkSubgraph(0.1, 0.2).apply(graph, random);
            assertThat(part.nodes()).isBetween(1, 40);
            if (part.nodes() > 1) {
                boolean[] linked = new boolean[part.nodes()];
                Arrays.stream(part.targets()).forEach(node -> linked[node] = true);
                assertThat(linked).containsOnly(true);
            }
        }
    }

    @Test
    void aWalkThatCannotGoOnEnds() {
        Graph pair = new Graph(1, new float[50], new int[] {0, 1}, new int[] {1, 0});
        RandomWalkSubgraph all = new RandomWalkSubgraph(1, 0);
        assertThat(all.around(pair, 0, Randomness.at(1)).nodes()).isEqualTo(2);
        assertThat(all.around(pair, 7, Randomness.at(1)).nodes()).isEqualTo(1);
    }

    @Test
    void viewsOfOneGraphAreFourArraysEach() {
        GraphViews views =
                new GraphViews(
                        new DropNodes(0.5), List.of(new DropEdges(0.5), GraphTransform.NONE));
        Views.Batch<Graph> batch = views.batch(2);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            for (int round = 0; round < 2; round++) {
                batch.put(1, graph, Randomness.at(1));
                batch.put(0, graph.subgraph(new int[] {1, 2, 3, 4}), Randomness.at(2));
                List<GraphBatch> arrays = GraphBatch.views(batch.toArrays(manager));
                assertThat(arrays).hasSize(2);
                assertThat(arrays.get(0).sizes().toLongArray()).containsExactly(2, 200);
                assertThat(arrays.get(0).features().toFloatArray())
                        .isEqualTo(arrays.get(1).features().toFloatArray());
                assertThat(arrays.get(0).edges().size()).isLessThan(arrays.get(1).edges().size());
            }
        }
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new DropEdges(1.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1.1");
        assertThatThrownBy(() -> new MaskFeatures(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new MaskNodes(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new DropNodes(2)).hasMessageContaining("got 2");
        assertThatThrownBy(() -> new RandomWalkSubgraph(0, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new RandomWalkSubgraph(1, 1)).hasMessageContaining("below 1");
        assertThatThrownBy(() -> new PerturbEdges(2)).hasMessageContaining("got 2.0");
        assertThatThrownBy(() -> new PositionFeatures(0, 1)).hasMessageContaining("eigenvector");
        assertThatThrownBy(() -> new PositionFeatures(1, 0)).hasMessageContaining("degree");
        assertThatThrownBy(() -> GraphTransform.oneOf()).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new Diffusion.PageRank(0)).hasMessageContaining("0.01 to 1");
        assertThatThrownBy(() -> new Diffusion.Heat(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Diffusion.topK(new Diffusion.Heat(5), 0))
                .hasMessageContaining("at least 1 value");
        assertThatThrownBy(() -> new GraphViews()).hasMessageContaining("at least one view");
    }

    @Test
    void aRingHoldsTheNodesAtItsDistancesNearerOnesFirst() {
        float[] names = {0, 1, 2, 3, 4, 5};
        int[] ends = {0, 0, 1, 2, 3};
        int[] others = {2, 1, 3, 3, 4}; // 0 - {1, 2} - 3 - 4, and 5 alone
        Graph chain = Graph.undirected(1, names, ends, others);
        assertThat(ring(chain, 0, 1)).containsExactly(0, 1, 2);
        assertThat(ring(chain, 1, 2)).containsExactly(1, 2, 3);
        assertThat(ring(chain, 2, 9)).containsExactly(3, 4);
        assertThat(ring(chain, 4, 9)).isEmpty();
        assertThatThrownBy(() -> new HopRing(2, 1))
                .hasMessageContaining("A ring ends where it begins or later");
    }

    private static float[] ring(Graph graph, int from, int to) {
        return new HopRing(from, to).apply(graph, Randomness.at(0)).features();
    }

    @Test
    void featuresOfEveryNodeAddUpToOne() {
        Graph words = new Graph(2, new float[] {1, 3, 0, 0, 1, -1}, new int[0], new int[0]);
        assertThat(new NormalizeFeatures().apply(words, Randomness.at(0)).features())
                .containsExactly(0.25f, 0.75f, 0, 0, 0.5f, -0.5f);
    }

    @Test
    void aFixedDiffusionGivesItsEdgesToOtherFeatures() {
        Diffusion diffusion = Diffusion.topK(new Diffusion.PageRank(0.2), 8);
        Graph shuffled = new ShuffleNodes().apply(graph, Randomness.at(1));
        Graph expected = diffusion.apply(shuffled, Randomness.at(0));
        Graph fixed = diffusion.fixed(graph).apply(shuffled, Randomness.at(0));
        assertThat(fixed.features()).isEqualTo(shuffled.features());
        assertThat(fixed.sources()).isEqualTo(expected.sources());
        assertThat(fixed.weight(7)).isEqualTo(expected.weight(7));
    }

    @Test
    void fusionMixesInTheWeightedMeanOfTheNeighbours() {
        // 0 -> 2 with weight 1, 1 -> 2 with weight 3; nothing leads to 0 and 1.
        Graph graph =
                new Graph(
                        2,
                        new float[] {1, 0, 0, 4, 8, 8},
                        new int[] {0, 1},
                        new int[] {2, 2},
                        new float[] {1, 3});
        assertThat(new NeighborFusion(0.75f, 1).apply(graph, Randomness.at(0)).features())
                .containsExactly(1, 0, 0, 4, 6 + 0.0625f, 6 + 0.75f);
        float[] twice = new NeighborFusion(0.5f, 2).apply(graph, Randomness.at(0)).features();
        assertThat(twice[4]).isEqualTo(0.5f * (4 + 0.125f) + 0.125f);
        assertThat(graph.features()[4]).as("not changed").isEqualTo(8);
        assertThatThrownBy(() -> new NeighborFusion(1.5f, 1)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> new NeighborFusion(1, 0)).hasMessageContaining("at least 1");
    }

    @Test
    void scaledFeaturesHaveARootMeanSquareOfOne() {
        Graph graph = new Graph(2, new float[] {3, -4, 0, 0}, new int[0], new int[0]);
        assertThat(new ScaleFeatures().apply(graph, Randomness.at(0)).features())
                .containsExactly(1.2f, -1.6f, 0, 0);
        Graph nothing = graph.withFeatures(new float[4]);
        assertThat(new ScaleFeatures().apply(nothing, Randomness.at(0)).features()).containsOnly(0);
    }

    @Test
    void breadthFirstEachNodeHasAnEarlierNeighbourAndNearOnesComeFirst() {
        // 0 - 1 - 2 - 3 and 1 - 3, features name the nodes; 4 is alone.
        float[] names = {0, 1, 2, 3, 4};
        Graph drawn = Graph.undirected(1, names, new int[] {0, 1, 2, 1}, new int[] {1, 2, 3, 3});
        Set<String> orders = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            Graph ordered = new BreadthFirst().apply(drawn, Randomness.at(seed));
            assertThat(ordered.edges()).isEqualTo(drawn.edges());
            int[] parents = new int[5];
            int roots = 0;
            for (int node = 0; node < 5; node++) {
                int from = ordered.offset(node);
                boolean any = from < ordered.offset(node + 1);
                int parent = any ? ordered.sources()[from] : node; // the earliest neighbour
                roots += parent >= node ? 1 : 0;
                parents[node] = Math.min(parent, node);
                if (parent < node && node > 0 && parents[node - 1] < node - 1) {
                    assertThat(parent).isGreaterThanOrEqualTo(parents[node - 1]);
                }
            }
            assertThat(roots).as("one of each component").isEqualTo(2);
            orders.add(Arrays.toString(ordered.features()));
        }
        assertThat(orders).hasSizeGreaterThan(10);
    }
}
