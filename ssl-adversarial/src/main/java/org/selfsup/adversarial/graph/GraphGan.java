package org.selfsup.adversarial.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.NodeTable;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GraphGAN: a generator walks from a node to ones that might be its neighbours, and a discriminator
 * tells these from its true ones.
 *
 * <pre>{@code
 * D(v, c) = sigmoid(d_v . d_c)                                                             (eq. 2)
 * G(v | c) = prod_{j=1}^{m} p_c(r_j | r_{j-1}) p_c(r_{m-1} | r_m),   r_0 = c, r_m = v      (eq. 7)
 * discriminator  -E_{v true} log D(v, c) - E_{v ~ G} log(1 - D(v, c))                      (eq. 1)
 * generator      E_{u, v near each other on a walk of G}  log(1 - D(v, u)) log sigmoid(g_v . g_u)
 * }</pre>
 *
 * <p>The r_j are nodes of the tree that a breadth-first search from c gives, and p_c is the softmax
 * of {@code g . g} over a node's neighbours in it. Input: one undirected graph, four arrays; of it
 * only the edges are looked at. Each step draws centres c, from each as many walks as it has true
 * neighbours to update d, and some more to update g. After training g is the embedding of nodes.
 *
 * <p>Reports {@code discriminator_accuracy} and {@code reward}, the mean of {@code -log(1 - D)}.
 *
 * <p>Differs from the paper as the authors' code does: its gradient for the generator is that of
 * {@code log G(v | c)} (eq. 4), which compares neighbours of one node with each other and says
 * nothing of nodes without an edge.
 *
 * <p>Use it on vectors learnt before, such as those of DeepWalk, as the authors do ({@link
 * NodeTable#of}). Known failure: from random vectors it learns slowly, for walks then say nothing
 * of what is near. A step takes time of the centres times the whole graph.
 *
 * <p>Wang et al. 2017, <a href="https://arxiv.org/abs/1711.08267">GraphGAN: Graph Representation
 * Learning with Generative Adversarial Nets</a>, algorithms 1 and 2.
 */
public final class GraphGan implements PretextTask {

    private static final int WINDOW = 2; // nodes on a walk that are near each other

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def scores(self, table: Tensor, one: Tensor, other: Tensor) -> Tensor:
                      return torch.sum(torch.mul(torch.embedding(table, one), torch.embedding(table, other)), [1])
                    """);

    private final Networks networks;
    private final NodeTable discriminator;
    private final int centres;
    private final int walks;
    private final GanLoss game = new GanLoss.NonSaturating();

    /**
     * Puts the parts together.
     *
     * @param generator g, {@code (n, d)}
     * @param discriminator d, {@code (n, d)}
     * @param centres nodes a step and player, at least 1
     * @param walks from each for the generator, at least 1; 20 in the authors' code
     */
    public GraphGan(NodeTable generator, NodeTable discriminator, int centres, int walks) {
        if (centres < 1 || walks < 1) {
            throw new IllegalArgumentException(
                    "GraphGAN takes at least 1 centre and 1 walk from each, got %d and %d"
                            .formatted(centres, walks));
        }
        this.discriminator = discriminator;
        this.centres = centres;
        this.walks = walks;
        networks =
                new Networks()
                        .add("encoder", new GraphSequence().add("table", generator))
                        .add("discriminator", discriminator, graph -> graph);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public List<Objective> objectives() {
        return List.of(
                new Objective("discriminator", discriminator, this::loss),
                new Objective("generator", encoder(), this::generatorLoss));
    }

    /** The discriminator's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        List<int[]> found = new ArrayList<>(); // centre, true neighbour, proposed one
        for (TreeWalks tree : trees(pass, batch)) {
            for (int neighbour : tree.neighbours()) {
                tree.walk(pass.random())
                        .ifPresent(
                                path ->
                                        found.add(
                                                new int[] {
                                                    path[0], neighbour, path[path.length - 1]
                                                }));
            }
        }
        NDArray d = pass.forward(discriminator, batch).singletonOrThrow(); // (n, d)
        NDArray centre = column(pass, found, 0);
        NDArray real = OPS.apply("scores", d, centre, column(pass, found, 1)); // (pairs)
        NDArray fake = OPS.apply("scores", d, centre, column(pass, found, 2));
        pass.watchLogits(real, fake);
        return game.discriminator(real, fake);
    }

    private NDArray generatorLoss(Pass pass, NDList batch) {
        List<int[]> near = new ArrayList<>();
        for (TreeWalks tree : trees(pass, batch)) {
            for (int i = 0; i < walks; i++) {
                tree.walk(pass.random()).ifPresent(path -> addPairs(path, near));
            }
        }
        NDArray g = pass.forward(encoder(), batch).singletonOrThrow(); // (n, d)
        NDArray d = pass.forward(discriminator, batch).singletonOrThrow().stopGradient();
        NDArray u = column(pass, near, 0);
        NDArray v = column(pass, near, 1);
        NDArray reward = Activation.softPlus(OPS.apply("scores", d, u, v)); // (pairs)
        pass.report("reward", reward.mean());
        return Activation.softPlus(OPS.apply("scores", g, u, v).neg()).mul(reward).mean();
    }

    private static void addPairs(int[] path, List<int[]> pairs) {
        for (int i = 0; i < path.length; i++) {
            for (int j = i + 1; j <= Math.min(i + WINDOW, path.length - 1); j++) {
                pairs.add(new int[] {path[i], path[j]});
            }
        }
    }

    private List<TreeWalks> trees(Pass pass, NDList batch) {
        Graph graph = graph(batch);
        float[] g = pass.forward(encoder(), batch).singletonOrThrow().toFloatArray();
        return pass.random()
                .ints(centres, 0, graph.nodes())
                .mapToObj(centre -> new TreeWalks(graph, g, centre))
                .toList();
    }

    /** The graph's edges. */
    private static Graph graph(NDList batch) {
        GraphBatch graph = GraphBatch.only(batch);
        int n = (int) graph.features().size(0);
        int e = (int) graph.edges().size(1);
        int[] ends =
                Arrays.stream(graph.edges().toLongArray()).mapToInt(Math::toIntExact).toArray();
        return new Graph(
                1, new float[n], Arrays.copyOf(ends, e), Arrays.copyOfRange(ends, e, 2 * e));
    }

    private static NDArray column(Pass pass, List<int[]> rows, int place) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "GraphGAN walks away from nodes, but no edge leads on from those of this step");
        }
        return Numbers.of(pass.manager(), rows.stream().mapToLong(row -> row[place]).toArray());
    }
}
