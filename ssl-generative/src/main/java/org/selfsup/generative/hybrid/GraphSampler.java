package org.selfsup.generative.hybrid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Valences;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.TorchScript;
import org.selfsup.generative.flow.Affine;
import org.selfsup.generative.flow.Prior;
import org.selfsup.train.Pass;

/**
 * Draws the graphs of a {@link GraphAf}, many at a time: all that still grow are equally large.
 *
 * @param encoder of the graphs so far
 * @param nodes from the embedding of a graph to parameters of the next node
 * @param links from three embeddings to parameters of a link
 * @param kinds of nodes
 */
record GraphSampler(GraphPooling encoder, Block nodes, Block links, int kinds) {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def largest(self, z: Tensor) -> Tensor:
                      return torch.argmax(z, 1)
                    """);

    List<Graph> sample(Pass pass, int n, int most, @Nullable Valences rule) {
        List<GrowingGraph> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            all.add(new GrowingGraph(kinds, rule));
        }
        List<GrowingGraph> growing = new ArrayList<>(all);
        try (Autograd off = Autograd.off()) {
            for (int i = 0; i < most && !growing.isEmpty(); i++) {
                long[] kind = draw(pass, growing, i, -1);
                for (int k = 0; k < kind.length; k++) {
                    growing.get(k).addNode((int) kind[k]);
                }
                for (int j = 0; j < i; j++) {
                    long[] link = draw(pass, growing, i + 1, j);
                    for (int k = 0; k < link.length; k++) {
                        if (link[k] == 1) {
                            growing.get(k).link(j);
                        }
                    }
                }
                growing.removeIf(GrowingGraph::ends);
            }
        }
        return all.stream().map(GrowingGraph::graph).toList();
    }

    /**
     * The next kind of each graph, or whether its last node has a link to node j if that is one.
     */
    private long[] draw(Pass pass, List<GrowingGraph> growing, int size, int j) {
        try (NDManager scratch = pass.manager().newSubManager()) {
            Pass step = new Pass(scratch, false, pass.step(), pass.totalSteps());
            NDArray parameters = parameters(step, growing, size, j); // (graphs, 2 states)
            Shape shape = new Shape(growing.size(), parameters.size(1) / 2);
            NDArray epsilon = Prior.NORMAL.sample(scratch, shape);
            NDArray z = new Affine().forward(epsilon, parameters).value();
            return OPS.apply("largest", z).toLongArray();
        }
    }

    private NDArray parameters(Pass step, List<GrowingGraph> growing, int size, int j) {
        if (size == 0) {
            Shape empty =
                    encoder.getOutputShapes(new Shape[] {new Shape(growing.size(), kinds)})[0];
            return step.forward(nodes, step.manager().zeros(empty));
        }
        List<Graph> graphs = growing.stream().map(GrowingGraph::graph).toList();
        GraphBatch batch = GraphBatch.of(graphs, step.manager());
        NDArray h = step.forward(encoder.nodes(), batch.toList()).singletonOrThrow();
        NDArray g = encoder.readout().apply(h, batch.sizes());
        if (j < 0) {
            return step.forward(nodes, g);
        }
        long[][] asked = new long[3][growing.size()];
        Arrays.setAll(asked[0], k -> k);
        Arrays.setAll(asked[1], k -> (k + 1L) * size - 1);
        Arrays.setAll(asked[2], k -> (long) k * size + j);
        return step.forward(links, GraphAf.pairs(g, h, step.manager().create(asked)));
    }
}
