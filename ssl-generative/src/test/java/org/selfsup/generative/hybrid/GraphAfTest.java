package org.selfsup.generative.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphSet;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.ToyMolecules;
import org.selfsup.data.Valences;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

class GraphAfTest extends PretextTaskContract<Graph> {

    private final GraphSet set = ToyMolecules.generate(60, 1);

    @Override
    protected GraphAf task() {
        return new GraphAf(new GraphPooling(GraphEncoders.gcnRelu(12, 12), Readout.SUM), 4, 12);
    }

    @Override
    protected Samples<Graph> samples() {
        return set;
    }

    @Override
    protected Views<Graph> views() {
        return new GraphGrowth();
    }

    private static NDList batch(NDManager manager, Graph... graphs) {
        Views.Batch<Graph> batch = new GraphGrowth().batch(graphs.length);
        for (int i = 0; i < graphs.length; i++) {
            batch.put(i, graphs[i], Randomness.at(i));
        }
        return batch.toArrays(manager);
    }

    @Test
    void aGraphGrowsByANodeAndItsLinksAtATime() {
        Graph pair = Graph.undirected(2, new float[] {1, 0, 1, 0}, new int[] {0}, new int[] {1});
        Graph path =
                Graph.undirected(
                        2, new float[] {0, 1, 0, 1, 0, 1}, new int[] {0, 1}, new int[] {1, 2});
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList arrays = batch(manager, pair, path);
            long[] sizes = arrays.get(3).toLongArray();
            assertThat(sizes).containsExactly(0, 1, 2, 0, 1, 2, 2, 3, 3);
            assertThat(arrays.get(0).getShape()).isEqualTo(new Shape(14, 2));
            long[] nodes = arrays.get(4).toLongArray();
            assertThat(nodes).containsExactly(0, 1, 3, 4, 6, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1);
            NDArray links = arrays.get(5);
            assertThat(links.get(0).toLongArray()).containsExactly(2, 5, 7, 8);
            assertThat(links.get(1).toLongArray()).containsExactly(2, 5, 10, 13);
            assertThat(links.get(2).toLongArray()).containsExactly(1, 4, 8, 12);
            long[] linked = links.get(3).toLongArray();
            assertThat(linked[0] + linked[1]).isEqualTo(2);
            assertThat(linked[2] + linked[3]).as("a leaf, or the middle, last").isBetween(1L, 2L);
            assertThat(links.get(4).toLongArray()).containsExactly(0, 1, 1, 1);
            // Known before each step: nothing of the link asked for, nor of those after it.
            long[] edges = arrays.get(1).toLongArray();
            for (int i = 0; i < edges.length / 2; i++) {
                for (int step = 0; step < 4; step++) {
                    long later = links.get(1).toLongArray()[step];
                    long earlier = links.get(2).toLongArray()[step];
                    boolean told =
                            Math.max(edges[i], edges[edges.length / 2 + i]) == later
                                    && Math.min(edges[i], edges[edges.length / 2 + i]) >= earlier;
                    assertThat(told).isFalse();
                }
            }
        }
    }

    @Test
    void theLikelihoodOfABatchIsThatOfEachGraphAlone() {
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            GraphAf task = task();
            NDList both = batch(manager, set.get(0), set.get(1));
            task.initialize(1, manager, both.getShapes());
            Pass pass = new Pass(manager, false, 0, 1);
            float[] together = mean(task, pass, both);
            float[] alone = mean(task, pass, batch(manager, set.get(0)));
            assertThat(together).hasSize(2);
            assertThat(together[0]).isCloseTo(alone[0], within(0.03f * Math.abs(alone[0])));
        }
    }

    /** Over many draws of the noise. */
    private static float[] mean(GraphAf task, Pass pass, NDList batch) {
        LibTorch.seed(4);
        NDArray sum = task.logLikelihood(pass, batch);
        for (int i = 1; i < 50; i++) {
            sum = sum.add(task.logLikelihood(pass, batch));
        }
        return sum.div(50).toFloatArray();
    }

    /** The density of one node and one link, from the parameters that the networks give. */
    @Test
    void theLossIsThePapersFormula() {
        Graph pair = Graph.undirected(2, new float[] {1, 0, 0, 1}, new int[] {0}, new int[] {1});
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            GraphPooling encoder = new GraphPooling(GraphEncoders.gcnRelu(5), Readout.SUM);
            GraphAf task = new GraphAf(encoder, 2, 7);
            NDList arrays = batch(manager, pair);
            task.initialize(1, manager, arrays.getShapes());
            Pass pass = new Pass(manager, false, 0, 1);
            LibTorch.seed(6);
            float loss = task.loss(pass, arrays).getFloat();

            LibTorch.seed(6);
            NDArray u = manager.randomUniform(0, 1, new Shape(2, 2));
            NDArray v = manager.randomUniform(0, 1, new Shape(1, 2));
            NDArray h = pass.forward(encoder.nodes(), new NDList(arrays.subList(0, 4))).head();
            NDArray zero = manager.zeros(new Shape(1, 5));
            NDArray first = pass.forward(task.networks().get("nodes"), zero);
            NDArray second = pass.forward(task.networks().get("nodes"), h.get("0:1"));
            NDArray both = h.get("1:2").add(h.get("2:3"));
            NDArray ends = both.concat(h.get("2:3"), 1).concat(h.get("1:2"), 1);
            NDArray link = pass.forward(task.networks().get("links"), ends);
            long[] kind = arrays.get(4).get(1).toLongArray();
            double expected =
                    density(first, u.get(0), kind[0])
                            + density(second, u.get(1), kind[1])
                            + density(link, v.get(0), 1);
            assertThat(loss).isCloseTo((float) -expected, within(1e-3f));
        }
    }

    private static double density(NDArray parameters, NDArray noise, long kind) {
        float[] p = parameters.toFloatArray();
        float[] u = noise.toFloatArray();
        double sum = 0;
        for (int k = 0; k < 2; k++) {
            double z = u[k] + (k == kind ? 1 : 0);
            double scale = Math.exp(p[k]);
            double e = (z - p[2 + k]) / scale;
            sum += -e * e / 2 - Math.log(2 * Math.PI) / 2 - Math.log(scale);
        }
        return sum;
    }

    @Test
    void newGraphsHangTogetherAndKeepTheRule() throws IOException {
        GraphAf task = task();
        TrainingPlan plan = new TrainingPlan(60, 8, new Adam(), Schedule.constant(5e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, set, views(), plan, manager)) {
            pretrainer.run();
            Pass pass = new Pass(manager, false, 0, 1);
            LibTorch.seed(1);
            int arrays = manager.getManagedArrays().size();
            List<Graph> ruled = task.sample(pass, 40, 12, ToyMolecules.VALENCES);
            assertThat(manager.getManagedArrays()).hasSize(arrays);
            assertThat(ruled).hasSize(40).allMatch(ToyMolecules.VALENCES::allow);
            assertThat(ruled.stream().mapToInt(Graph::nodes).average().orElseThrow())
                    .isBetween(1.5, 12.0);
            for (Graph graph : ruled) {
                assertThat(graph.nodes()).isBetween(1, 12);
                for (int node = 1; node < graph.nodes(); node++) {
                    assertThat(graph.sources()[graph.offset(node)]).isLessThan(node);
                }
            }
            LibTorch.seed(2);
            List<Graph> free = task.sample(pass, 40, 12, null);
            assertThat(free.stream().filter(new Valences(List.of(1, 1, 1, 1))::allow).count())
                    .as("the rule is what keeps valences")
                    .isLessThan(40);
            LibTorch.seed(2);
            assertThat(task.sample(pass, 40, 12, null).get(7).edges())
                    .isEqualTo(free.get(7).edges());
        }
    }

    @Test
    void refusesNodesOfNoOrSeveralKinds() {
        Graph grey =
                Graph.undirected(2, new float[] {1, 0, .5f, .5f}, new int[] {0}, new int[] {1});
        Graph single = Graph.undirected(2, new float[] {1, 0}, new int[0], new int[0]);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch(manager, grey))
                    .withMessageContaining("a single 1 and else 0, got a node with 0.5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch(manager, single))
                    .withMessage("A graph that grows has at least two nodes, got 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    task().logLikelihood(
                                                    new Pass(manager, false, 0, 1), new NDList()))
                    .withMessageContaining("got 0; let GraphGrowth make the views");
        }
    }
}
