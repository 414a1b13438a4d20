package org.selfsup.generative.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.NodeSet;
import org.selfsup.eval.Features;
import org.selfsup.generative.context.EpochReport;
import org.selfsup.generative.context.HierarchicalSoftmax;
import org.selfsup.generative.context.NegativeSampling;

/** DeepWalk, node2vec and LINE on blocks: nodes of one block are linked more often. */
class NodeVectorsTest {

    private static final NodeSet BLOCKS = BlocksGraph.generate(240, 4, 8, 8, 0);
    private static final DeepWalk.Config WALKS = new DeepWalk.Config(16, 8, 20, 4, 0.1);

    private interface Learner {
        Features learn(Graph graph, long seed, int threads, Consumer<EpochReport> listener);
    }

    private static Map<String, Learner> methods() {
        Line line = new Line(new Line.Config(16, 100, 5, 0.1));
        return Map.of(
                "DeepWalk", new DeepWalk(new HierarchicalSoftmax(), WALKS)::train,
                "DeepWalk, noise", new DeepWalk(new NegativeSampling(5), WALKS)::train,
                "node2vec",
                        new Node2Vec(
                                        new NegativeSampling(5),
                                        Node2Vec.Config.PAPER.withBias(0.5, 2).withWalks(WALKS))
                                ::train,
                "LINE", line::train,
                "LINE, first order", line::firstOrder);
    }

    /** The share of nodes whose most similar node is of the same class. */
    private static double neighbours(Features nodes, NodeSet set) {
        int right = 0;
        int d = nodes.dimension();
        for (int i = 0; i < nodes.size(); i++) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < nodes.size(); j++) {
                double dot = 0;
                double norm = 0;
                for (int k = 0; k < d && i != j; k++) {
                    double other = nodes.values()[j * d + k];
                    dot += nodes.values()[i * d + k] * other;
                    norm += other * other;
                }
                double cosine = dot / Math.sqrt(norm);
                if (i != j && cosine > most) {
                    most = cosine;
                    best = j;
                }
            }
            right += set.labels().of()[i] == set.labels().of()[best] ? 1 : 0;
        }
        return (double) right / nodes.size();
    }

    @Test
    void nodesOfOneBlockComeTogetherAndTheLossFalls() {
        methods()
                .forEach(
                        (name, method) -> {
                            List<Double> losses = new ArrayList<>();
                            Features nodes =
                                    method.learn(
                                            BLOCKS.graph(),
                                            0,
                                            1,
                                            report -> losses.add(report.loss()));
                            assertThat(nodes.size()).as(name).isEqualTo(240);
                            // By chance it is a quarter.
                            assertThat(neighbours(nodes, BLOCKS)).as(name).isBetween(0.6, 1.0);
                            assertThat(losses.get(losses.size() - 1))
                                    .as(name)
                                    .isLessThan(losses.get(0));
                        });
    }

    @Test
    void sameSeedGivesTheSameBitsWithOneThread() {
        methods()
                .forEach(
                        (name, method) -> {
                            float[] first =
                                    method.learn(BLOCKS.graph(), 3, 1, report -> {}).values();
                            assertThat(method.learn(BLOCKS.graph(), 3, 1, report -> {}).values())
                                    .as(name)
                                    .containsExactly(first);
                            assertThat(
                                            Arrays.equals(
                                                    method.learn(BLOCKS.graph(), 4, 1, report -> {})
                                                            .values(),
                                                    first))
                                    .as(name)
                                    .isFalse();
                        });
    }

    @Test
    void severalThreadsLearnAsWell() {
        Features nodes =
                new DeepWalk(new NegativeSampling(5), WALKS)
                        .train(BLOCKS.graph(), 0, 3, report -> {});
        assertThat(neighbours(nodes, BLOCKS)).isBetween(0.6, 1.0);
    }

    @Test
    void lineHasBothOrdersSideBySideAtUnitLength() {
        Line line = new Line(new Line.Config(5, 3, 2, 0.1));
        Features both = line.train(BLOCKS.graph(), 1, 1, report -> {});
        Features first = line.firstOrder(BLOCKS.graph(), 1, 1, report -> {});
        Features second = line.secondOrder(BLOCKS.graph(), 1, 1, report -> {});
        assertThat(both.dimension()).isEqualTo(10);
        for (int node : new int[] {0, 100, 239}) {
            assertUnit(both, first, node, 0);
            assertUnit(both, second, node, 5);
        }
    }

    private static void assertUnit(Features both, Features one, int node, int from) {
        double norm = 0;
        for (int i = 0; i < 5; i++) {
            norm += Math.pow(one.values()[node * 5 + i], 2);
        }
        for (int i = 0; i < 5; i++) {
            assertThat((double) both.values()[node * 10 + from + i])
                    .isCloseTo(one.values()[node * 5 + i] / Math.sqrt(norm), within(1e-6));
        }
    }

    @Test
    void heavyEdgesAreDrawnMoreOften() {
        // Two pairs; the first edge weighs nothing, so its nodes learn nothing of each other.
        Graph graph =
                new Graph(
                        1,
                        new float[4],
                        new int[] {0, 1, 2, 3},
                        new int[] {1, 0, 3, 2},
                        new float[] {0, 0, 5, 5});
        Features nodes =
                new Line(new Line.Config(4, 200, 1, 0.2)).firstOrder(graph, 0, 1, report -> {});
        assertThat(dot(nodes, 2, 3)).isBetween(0.5, 100.0);
        assertThat(Math.abs(dot(nodes, 0, 1))).isLessThan(0.1);
    }

    private static double dot(Features nodes, int a, int b) {
        double sum = 0;
        for (int i = 0; i < nodes.dimension(); i++) {
            sum +=
                    nodes.values()[a * nodes.dimension() + i]
                            * nodes.values()[b * nodes.dimension() + i];
        }
        return sum;
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> WALKS.withWalks(0, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 16, 0 of 20 and 4");
        assertThatThrownBy(() -> WALKS.withWindow(0)).hasMessageContaining("20 and 0");
        assertThatThrownBy(() -> Node2Vec.Config.PAPER.withBias(0, 1))
                .hasMessageContaining("p and q are positive");
        assertThatThrownBy(() -> new Line.Config(0, 1, 1, 0.1)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new Line(new Line.Config(1, 1, 0, 0.1)))
                .hasMessageContaining("at least 1 word");
        Graph none = new Graph(1, new float[3], new int[0], new int[0]);
        assertThatThrownBy(() -> new Line(Line.Config.PAPER).train(none, 0, 1, report -> {}))
                .hasMessageContaining("LINE learns from edges, but there are none");
    }

    @Test
    void nodesWithoutEdgesKeepTheirFirstVector() {
        Graph lonely = new Graph(1, new float[3], new int[] {0, 1}, new int[] {1, 0});
        List<EpochReport> reports = new ArrayList<>();
        Features nodes =
                new DeepWalk(new HierarchicalSoftmax(), WALKS).train(lonely, 0, 1, reports::add);
        assertThat(reports).hasSize(9);
        assertThat(reports.get(8).words()).isEqualTo(8 * (20 + 20 + 1));
        for (int i = 0; i < 16; i++) {
            assertThat((double) nodes.values()[2 * 16 + i]).isBetween(-0.5 / 16, 0.5 / 16);
        }
    }
}
