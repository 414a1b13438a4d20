package org.selfsup.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;

/** Values and gradients of PyTorch Geometric's GCNConv and GINConv, golden group mi_graph; laws. */
class GraphLayersTest {

    private static final int F = 5;

    static Stream<Named<Supplier<GraphLayer>>> layers() {
        return Stream.of(
                Named.of("gcn", () -> new GcnLayer(4)),
                Named.of("unnormalized gcn", () -> GcnLayer.unnormalized(4)),
                Named.of("gin", () -> new GinLayer(Heads.mlp(Heads.Norm.NONE, 6, 3), 0.3f, true)),
                Named.of("gat", () -> new GatLayer(2, 3)),
                Named.of("averaged gat", () -> GatLayer.averaged(2, 3, 0)),
                Named.of("deep gcn", () -> GraphEncoders.gcn(6, 4)),
                Named.of(
                        "jumping knowledge",
                        () -> new JumpingKnowledge(GraphEncoders.gcn(6), new GatLayer(1, 4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcn.a", "gcn.b_weighted", "gcn.c_self_loops"})
    void gcnAgreesWithTheReference(String name) {
        Golden golden = Golden.open("mi_graph", GcnLayer.class);
        long[] w = golden.shape(name + "/W");
        try (Forward run = new Forward(new GcnLayer(w[1]), golden.shape(name + "/x"))) {
            Map<String, Parameter> parameters = StateDict.parameters(run.block);
            assertThat(parameters).containsOnlyKeys("bias", "lin.weight");
            run.set(parameters.get("bias"), golden.floats(name + "/b"));
            run.set(
                    parameters.get("lin.weight"),
                    transposed(golden.floats(name + "/W"), (int) w[0]));
            NDArray x = floats(run, golden, name + "/x");
            x.setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.block.forward(run.store, golden(run, golden, name, x), true).head();
                golden.assertClose(name + "/y", y.toFloatArray());
                Autograd.backward(y.mul(floats(run, golden, name + "/cotangent")).sum());
            }
            golden.assertClose(name + "/grad_x", x.getGradient().toFloatArray());
            golden.assertClose(name + "/grad_b", run.gradient(parameters.get("bias")));
            golden.assertClose(
                    name + "/grad_W",
                    transposed(run.gradient(parameters.get("lin.weight")), (int) w[1]));
        }
    }

    /** What a layer makes of unit vectors, its weight being the identity. */
    @ParameterizedTest
    @ValueSource(strings = {"gcn.a", "gcn.b_weighted", "gcn.c_self_loops"})
    void normalisedAdjacencyAgreesWithTheReference(String name) {
        Golden golden = Golden.open("mi_graph", GcnLayer.class);
        int n = (int) golden.shape(name + "/adjacency")[0];
        try (Forward run = new Forward(new GcnLayer(n), n, n)) {
            NDArray unit = run.arrays.eye(n);
            run.set(StateDict.parameters(run.block).get("lin.weight"), unit.toFloatArray());
            NDList inputs = golden(run, golden, name, unit);
            NDArray y = run.block.forward(run.store, inputs, false).head();
            golden.assertClose(name + "/adjacency_hat", y.toFloatArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"gin.a, 0", "gin.b_eps, 0.3"})
    void ginAgreesWithTheReference(String name, float epsilon) {
        Golden golden = Golden.open("mi_graph", GinLayer.class);
        Block mlp =
                Heads.mlp(
                        Heads.Norm.NONE,
                        golden.shape(name + "/W1")[0],
                        golden.shape(name + "/W2")[0]);
        try (Forward run =
                new Forward(new GinLayer(mlp, epsilon, false), golden.shape(name + "/x"))) {
            Map<String, Parameter> parameters = StateDict.parameters(run.block);
            assertThat(parameters).containsKeys("eps", "nn.layers.0.weight", "nn.layers.2.bias");
            for (int layer = 1; layer <= 2; layer++) {
                String prefix = "nn.layers." + 2 * (layer - 1);
                run.set(parameters.get(prefix + ".weight"), golden.floats(name + "/W" + layer));
                run.set(parameters.get(prefix + ".bias"), golden.floats(name + "/b" + layer));
            }
            NDArray x = floats(run, golden, name + "/x");
            x.setRequiresGradient(true);
            NDArray edges = longs(run, golden, name + "/edge_index");
            try (Autograd recording = Autograd.on()) {
                NDArray y = run.block.forward(run.store, new NDList(x, edges), true).head();
                golden.assertClose(name + "/y", y.toFloatArray());
                Autograd.backward(y.mul(floats(run, golden, name + "/cotangent")).sum());
            }
            golden.assertClose(name + "/grad_x", x.getGradient().toFloatArray());
            golden.assertClose(
                    name + "/grad_W1", run.gradient(parameters.get("nn.layers.0.weight")));
            golden.assertClose(
                    name + "/grad_W2", run.gradient(parameters.get("nn.layers.2.weight")));
        }
    }

    /** Nodes that want a gradient take the dense product, others of few values the sparse one. */
    @ParameterizedTest
    @CsvSource({"0, 37", "5, 5000", "5000, 1"})
    void gcnGivesTheSameForFeaturesThatAreNearlyAllZeros(int first, int step) {
        float[] features = new float[20 * 100];
        for (int i = first; i < features.length; i += step) {
            features[i] = 1 + i % 5;
        }
        Graph graph = random(20, 60, 3, true);
        graph = new Graph(100, features, graph.sources(), graph.targets());
        try (Forward run = new Forward(new GcnLayer(7), 20, 100)) {
            Parameter weight = StateDict.parameters(run.block).get("lin.weight");
            List<float[]> values = new ArrayList<>();
            for (boolean dense : new boolean[] {true, false}) {
                NDList inputs = GraphBatch.of(List.of(graph), run.arrays).toList();
                inputs.get(0).setRequiresGradient(dense);
                try (Autograd recording = Autograd.on()) {
                    NDArray y = run.block.forward(run.store, inputs, true).head();
                    values.add(y.toFloatArray());
                    NDList weights = new NDList(weight.getArray());
                    NDArray sum = y.square().sum();
                    values.add(Autograd.gradients(sum, weights).head().toFloatArray());
                }
            }
            assertThat(values.get(2)).containsExactly(values.get(0), within(1e-5f));
            assertThat(values.get(3)).containsExactly(values.get(1), within(1e-3f));
        }
    }

    @Test
    void gatIsThePapersFormula() {
        Graph graph = random(9, 30, 7, false);
        int heads = 3;
        int units = 2;
        try (Forward run = new Forward(new GatLayer(heads, units), 9, F)) {
            Map<String, Parameter> parameters = StateDict.parameters(run.block);
            assertThat(parameters).containsOnlyKeys("lin.weight", "att_src", "att_dst", "bias");
            float[] w = values(parameters, "lin.weight");
            float[] s = values(parameters, "att_src");
            float[] t = values(parameters, "att_dst");
            double[][] expected = new double[9][heads * units];
            for (int i = 0; i < 9; i++) {
                List<Integer> from = new ArrayList<>(List.of(i));
                for (int e = graph.offset(i); e < graph.offset(i + 1); e++) {
                    if (graph.sources()[e] != i) {
                        from.add(graph.sources()[e]);
                    }
                }
                for (int h = 0; h < heads; h++) {
                    double[] zi = project(graph, w, i, h, units);
                    double sum = 0;
                    for (int j : from) {
                        double[] zj = project(graph, w, j, h, units);
                        double score = 0;
                        for (int u = 0; u < units; u++) {
                            score += s[h * units + u] * zj[u] + t[h * units + u] * zi[u];
                        }
                        double share = Math.exp(score > 0 ? score : 0.2 * score);
                        sum += share;
                        for (int u = 0; u < units; u++) {
                            expected[i][h * units + u] += share * zj[u];
                        }
                    }
                    for (int u = 0; u < units; u++) {
                        expected[i][h * units + u] /= sum;
                    }
                }
            }
            float[] y = output(run, graph);
            for (int k = 0; k < y.length; k++) {
                assertThat((double) y[k])
                        .isCloseTo(
                                expected[k / (heads * units)][k % (heads * units)], within(1e-5));
            }
        }
    }

    @Test
    void averagedHeadsAreTheMeanOfThoseSideBySide() {
        Graph graph = random(9, 30, 7, false);
        try (Forward apart = new Forward(new GatLayer(3, 2), 9, F);
                Forward mean = new Forward(GatLayer.averaged(3, 2, 0), 9, F)) {
            StateDict.parameters(mean.block)
                    .forEach(
                            (name, parameter) -> {
                                if (!name.equals("bias")) {
                                    mean.set(
                                            parameter,
                                            values(StateDict.parameters(apart.block), name));
                                }
                            });
            float[] y = output(apart, graph); // (9, 6)
            float[] averaged = output(mean, graph); // (9, 2)
            for (int k = 0; k < averaged.length; k++) {
                int at = k / 2 * 6 + k % 2;
                assertThat(averaged[k])
                        .isCloseTo((y[at] + y[at + 2] + y[at + 4]) / 3, within(1e-5f));
            }
        }
    }

    @Test
    void droppedAttentionIsRightOnAverageAndIsOfTrainingOnly() {
        Graph graph = random(9, 30, 7, false);
        try (Forward run = new Forward(new GatLayer(2, 3, 0.4), 9, F)) {
            NDList inputs = GraphBatch.of(List.of(graph), run.arrays).toList();
            float[] expected = eval(run, inputs);
            double[] sum = new double[expected.length];
            int passes = 4_000;
            LibTorch.seed(1);
            try (Autograd off = Autograd.off()) {
                for (int i = 0; i < passes; i++) {
                    try (NDArray y = run.block.forward(run.store, inputs, true).head()) {
                        float[] one = y.toFloatArray();
                        for (int k = 0; k < sum.length; k++) {
                            sum[k] += one[k];
                        }
                    }
                }
            }
            float[] again = eval(run, inputs);
            assertThat(again).isEqualTo(expected);
            for (int k = 0; k < sum.length; k++) {
                assertThat(sum[k] / passes).isCloseTo(expected[k], within(0.1));
            }
        }
    }

    @Test
    void gatSurvivesHugeScores() {
        try (Forward run = new Forward(new GatLayer(2, 3), 9, F)) {
            Graph graph = random(9, 30, 7, false);
            float[] large = graph.features().clone();
            for (int i = 0; i < large.length; i++) {
                large[i] *= 1e4f;
            }
            for (float value : output(run, graph.withFeatures(large))) {
                assertThat(value).isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void permutedNodesGivePermutedOutputs(Supplier<GraphLayer> layer) {
        Graph graph = random(12, 40, 3, true);
        int[] order = {3, 1, 4, 11, 5, 9, 2, 6, 0, 8, 7, 10};
        try (Forward run = new Forward(layer.get(), 12, F)) {
            float[] y = output(run, graph);
            float[] permuted = output(run, graph.subgraph(order));
            int d = y.length / 12;
            for (int i = 0; i < 12; i++) {
                assertThat(Arrays.copyOfRange(permuted, i * d, i * d + d))
                        .containsExactly(
                                Arrays.copyOfRange(y, order[i] * d, order[i] * d + d),
                                within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theOrderOfEdgesDoesNotMatter(Supplier<GraphLayer> layer) {
        Graph graph = random(12, 40, 3, true);
        try (Forward run = new Forward(layer.get(), 12, F)) {
            NDList inputs = GraphBatch.of(List.of(graph), run.arrays).toList();
            float[] y = eval(run, inputs);
            NDList turned = new NDList(inputs.get(0), inputs.get(1).flip(1), inputs.get(2).flip(0));
            assertThat(eval(run, turned)).containsExactly(y, within(1e-5f));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aBatchOfGraphsGivesWhatTheGraphsAloneGive(Supplier<GraphLayer> layer) {
        List<Graph> graphs =
                List.of(
                        random(6, 15, 1, true),
                        new Graph(F, new float[0], new int[0], new int[0]),
                        random(1, 0, 2, true),
                        random(4, 9, 4, false));
        try (Forward run = new Forward(layer.get(), 6, F)) {
            float[] together = eval(run, GraphBatch.of(graphs, run.arrays).toList());
            int at = 0;
            for (Graph graph : graphs) {
                float[] alone = output(run, graph);
                assertThat(Arrays.copyOfRange(together, at, at + alone.length))
                        .containsExactly(alone, within(1e-5f));
                at += alone.length;
            }
            assertThat(at).isEqualTo(together.length);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradientsOfNodesParametersAndWeightsAreThoseOfDifferences(Supplier<GraphLayer> layer) {
        Graph graph = random(7, 20, 5, true);
        try (Forward run = new Forward(layer.get(), 7, F)) {
            NDList inputs = GraphBatch.of(List.of(graph), run.arrays).toList();
            float[] y = eval(run, inputs);
            NDArray direction = run.input(y.length).reshape(7, -1);
            inputs.get(0).setRequiresGradient(true);
            inputs.get(2).setRequiresGradient(true);
            try (Autograd recording = Autograd.on()) {
                NDArray out = run.block.forward(run.store, inputs, true).head();
                Autograd.backward(out.mul(direction).sum());
            }
            for (int input : new int[] {0, 2}) {
                NDArray array = inputs.get(input);
                float[] gradient = array.getGradient().toFloatArray();
                float[] values = array.toFloatArray();
                for (int i = 0; i < values.length; i += 3) {
                    double difference = 0;
                    for (int sign = -1; sign <= 1; sign += 2) {
                        float[] moved = values.clone();
                        moved[i] += sign * 5e-3f;
                        NDList other = new NDList(inputs);
                        other.set(input, run.arrays.create(moved, array.getShape()));
                        try (Autograd off = Autograd.off()) {
                            NDArray out = run.block.forward(run.store, other, false).head();
                            difference += sign * out.mul(direction).sum().getFloat() / 1e-2;
                        }
                    }
                    // Activations have kinks: a step across one is off, but not by much.
                    assertThat((double) gradient[i])
                            .as("input %d at %d", input, i)
                            .isCloseTo(difference, within(0.02 + 0.05 * Math.abs(difference)));
                }
            }
            StateDict.parameters(run.block)
                    .forEach(
                            (name, parameter) -> {
                                double size = 0;
                                for (float g : run.gradient(parameter)) {
                                    size += Math.abs(g);
                                }
                                assertThat(size).as(name).isFinite().isNotZero();
                            });
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void selfLoopsAndIsolatedNodesAndSingleNodesPass(Supplier<GraphLayer> layer) {
        try (Forward run = new Forward(layer.get(), 3, F)) {
            float[] features = run.input(3, F).toFloatArray();
            Graph loops = new Graph(F, features, new int[] {0, 0, 1}, new int[] {0, 0, 1});
            Graph none = new Graph(F, features, new int[0], new int[0]);
            Graph one = none.subgraph(new int[] {2});
            Graph weightless =
                    new Graph(F, features, new int[] {0, 1}, new int[] {0, 2}, new float[2]);
            float[] alone = output(run, none);
            int d = alone.length / 3;
            assertThat(output(run, one))
                    .containsExactly(Arrays.copyOfRange(alone, 2 * d, 3 * d), within(1e-5f));
            for (Graph graph : List.of(loops, none, one, weightless)) {
                for (float value : output(run, graph)) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void anEmptyGraphGivesNoRows(Supplier<GraphLayer> layer) {
        try (Forward run = new Forward(layer.get(), 3, F)) {
            Graph empty = new Graph(F, new float[0], new int[0], new int[0]);
            NDList inputs = GraphBatch.of(List.of(empty), run.arrays).toList();
            try (Autograd off = Autograd.off()) {
                Shape shape = run.block.forward(run.store, inputs, false).head().getShape();
                assertThat(shape.get(0)).isZero();
                assertThat(shape)
                        .isEqualTo(run.block.getOutputShapes(new Shape[] {new Shape(0, F)})[0]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void twoThreadsGiveTheSameBitsEveryTime(Supplier<GraphLayer> layer) {
        int threads = LibTorch.threads();
        LibTorch.setThreads(2);
        try {
            Graph graph = random(3000, 30000, 5, true);
            List<Integer> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                try (Forward run = new Forward(layer.get(), 3000, F)) {
                    NDList inputs = GraphBatch.of(List.of(graph), run.arrays).toList();
                    inputs.get(0).setRequiresGradient(true);
                    inputs.get(2).setRequiresGradient(true);
                    try (Autograd recording = Autograd.on()) {
                        NDArray y = run.block.forward(run.store, inputs, true).head();
                        Autograd.backward(y.square().sum());
                    }
                    int hash = Arrays.hashCode(inputs.get(0).getGradient().toFloatArray());
                    hash += Arrays.hashCode(inputs.get(2).getGradient().toFloatArray());
                    for (Parameter parameter : StateDict.parameters(run.block).values()) {
                        hash = 31 * hash + Arrays.hashCode(run.gradient(parameter));
                    }
                    runs.add(hash);
                }
            }
            assertThat(runs).containsOnly(runs.get(0));
        } finally {
            LibTorch.setThreads(threads);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aForwardPassLeavesOnlyItsResult(Supplier<GraphLayer> layer) {
        try (Forward run = new Forward(layer.get(), 12, F)) {
            NDList inputs = GraphBatch.of(List.of(random(12, 40, 3, true)), run.arrays).toList();
            NDList plain = new NDList(inputs.get(0), inputs.get(1).flip(1));
            int before = run.arrays.getManagedArrays().size();
            int parameters = run.parameters.getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                eval(run, inputs);
                eval(run, plain);
            }
            assertThat(run.arrays.getManagedArrays()).hasSize(before);
            assertThat(run.parameters.getManagedArrays()).hasSize(parameters);
            assertThat(inputs).noneMatch(NDArray::isReleased);
        }
    }

    @Test
    void networksThatDoNothingCloseNoArrayOfTheCaller() {
        List<Supplier<GraphLayer>> layers =
                List.of(
                        GraphSequence::new,
                        () -> new JumpingKnowledge(new GraphSequence()),
                        () -> new GinLayer(new Sequence()));
        for (Supplier<GraphLayer> layer : layers) {
            for (Block block : List.of(layer.get(), new GraphPooling(layer.get(), Readout.MEAN))) {
                try (Forward run = new Forward(block, 3, F)) {
                    NDList inputs =
                            GraphBatch.of(List.of(random(3, 4, 1, true)), run.arrays).toList();
                    assertThat(run.block.forward(run.store, inputs, false).head().toFloatArray())
                            .isNotEmpty();
                    assertThat(inputs).noneMatch(NDArray::isReleased);
                }
            }
        }
    }

    @Test
    void weightsStartWithinGlorotsBound() {
        try (Forward run = new Forward(new GatLayer(2, 50), 3, 100)) {
            Map<String, Parameter> parameters = StateDict.parameters(run.block);
            assertThat(largest(values(parameters, "lin.weight")))
                    .isCloseTo(Math.sqrt(6.0 / 200), within(0.01));
            assertThat(largest(values(parameters, "att_src")))
                    .isCloseTo(Math.sqrt(6.0 / 52), within(0.03));
            assertThat(values(parameters, "bias")).containsOnly(0);
        }
    }

    private static double largest(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElseThrow();
    }

    @Test
    void layersWithoutWeightsTakeThemAsOnes() {
        Graph graph = random(8, 20, 3, false);
        try (Forward run = new Forward(new GcnLayer(4), 8, F)) {
            NDList inputs = GraphBatch.of(List.of(graph), run.arrays).toList();
            assertThat(eval(run, new NDList(inputs.get(0), inputs.get(1))))
                    .containsExactly(eval(run, inputs));
        }
    }

    @Test
    void inputThatIsNoGraphIsRefused() {
        try (Forward run = new Forward(new GcnLayer(4), 3, F)) {
            NDArray x = run.input(3, F);
            NDArray edges = run.arrays.create(new long[] {0, 1, 2, 2}, new Shape(2, 2));
            assertRefused(run, "edges (2, e) of type int64", x);
            assertRefused(run, "edges (2, e)", x, run.arrays.create(new long[] {0, 1}));
            assertRefused(
                    run, "int32", x, run.arrays.create(new int[] {0, 1, 2, 2}, new Shape(2, 2)));
            assertRefused(run, "nodes (n, d)", x.flatten(), edges);
            assertRefused(run, "nodes 0 to 2, got one with node 3", x, edges.add(1));
            assertRefused(run, "got one with node -1", x, edges.sub(1));
            assertRefused(run, "weights of 2 edges", x, edges, run.input(3));
            assertRefused(run, "takes 5 features", run.input(3, 4), edges);
        }
        assertThatThrownBy(() -> new GatLayer(0, 3)).hasMessageContaining("at least 1 head");
        assertThatThrownBy(() -> new GatLayer(1, 3, 1)).hasMessageContaining("below 1, got 1.0");
        assertThatThrownBy(() -> GraphEncoders.gcn()).hasMessageContaining("at least one layer");
        assertThatThrownBy(() -> GraphEncoders.gin(0, 3)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new GinLayer(Heads.mlp(Heads.Norm.NONE, 3), Float.NaN, false))
                .hasMessageContaining("NaN");
    }

    @Test
    void poolingEncodesEveryGraphOfABatch() {
        List<Graph> graphs = List.of(random(6, 15, 1, false), random(4, 9, 4, false));
        Block encoder = new GraphPooling(GraphEncoders.gin(2, 7), Readout.SUM);
        try (Forward run = new Forward(encoder, 6, F)) {
            float[] both = eval(run, GraphBatch.of(graphs, run.arrays).toList());
            assertThat(both).hasSize(2 * 14);
            assertThat(output(run, graphs.get(1)))
                    .containsExactly(Arrays.copyOfRange(both, 14, 28), within(1e-5f));
            assertRefused(run, "features, edges, weights and sizes", run.input(3, F));
        }
    }

    private static void assertRefused(Forward run, String message, NDArray... inputs) {
        assertThatThrownBy(() -> run.block.forward(run.store, new NDList(inputs), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static float[] output(Forward run, Graph graph) {
        return eval(run, GraphBatch.of(List.of(graph), run.arrays).toList());
    }

    private static float[] eval(Forward run, NDList inputs) {
        try (Autograd off = Autograd.off();
                NDArray y = run.block.forward(run.store, inputs, false).singletonOrThrow()) {
            return y.toFloatArray();
        }
    }

    /** Edges drawn with repetition; weights from 0.5 to 1.5. */
    private static Graph random(int nodes, int edges, long seed, boolean weighted) {
        Random random = new Random(seed);
        float[] features = new float[nodes * F];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        float[] weights = new float[edges];
        for (int i = 0; i < edges; i++) {
            weights[i] = 0.5f + random.nextFloat();
        }
        int[] sources = IntStream.range(0, edges).map(i -> random.nextInt(nodes)).toArray();
        int[] targets = IntStream.range(0, edges).map(i -> random.nextInt(nodes)).toArray();
        return new Graph(F, features, sources, targets, weighted ? weights : null);
    }

    private static double[] project(Graph graph, float[] w, int node, int head, int units) {
        double[] z = new double[units];
        for (int u = 0; u < units; u++) {
            for (int k = 0; k < F; k++) {
                z[u] += w[(head * units + u) * F + k] * graph.features()[node * F + k];
            }
        }
        return z;
    }

    private static float[] values(Map<String, Parameter> parameters, String name) {
        return parameters.get(name).getArray().toFloatArray();
    }

    private static NDList golden(Forward run, Golden golden, String name, NDArray x) {
        NDArray edges = longs(run, golden, name + "/edge_index");
        long[] ends = edges.toLongArray();
        float[] adjacency = golden.floats(name + "/adjacency");
        int n = (int) x.getShape().get(0);
        int e = ends.length / 2;
        float[] weights = new float[e];
        for (int i = 0; i < e; i++) {
            weights[i] = adjacency[(int) (ends[e + i] * n + ends[i])];
        }
        return new NDList(x, edges, run.arrays.create(weights));
    }

    private static NDArray floats(Forward run, Golden golden, String name) {
        return run.arrays.create(golden.floats(name), new Shape(golden.shape(name)));
    }

    private static NDArray longs(Forward run, Golden golden, String name) {
        return run.arrays.create(golden.longs(name), new Shape(golden.shape(name)));
    }

    private static float[] transposed(float[] matrix, int rows) {
        int columns = matrix.length / rows;
        float[] turned = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            turned[i % columns * rows + i / columns] = matrix[i];
        }
        return turned;
    }
}
