package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.selfsup.data.GraphBatch;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.TorchScript;
import org.selfsup.train.Pass;

/** How well nodes fit the summary of a graph: the readout and discriminator of DGI and MVGRL. */
record SummaryFit(Block discriminator) {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def sigmoid(self, x: Tensor) -> Tensor:
                      return torch.sigmoid(x)
                    def one(self, h: Tensor, summary: Tensor) -> Tensor:
                      return torch.mv(h, torch.select(summary, 0, 0))
                    def many(self, h: Tensor, summary: Tensor, sizes: Tensor) -> Tensor:
                      s = torch.repeat_interleave(summary, sizes, 0)
                      return torch.sum(torch.mul(h, s), 1)
                    """);

    /** W s of every graph, s the sigmoid of the mean of its nodes, {@code (g, d)}. */
    NDArray summary(Pass pass, NDArray h, GraphBatch graphs) {
        NDArray mean = Readout.MEAN.apply(h, graphs.sizes());
        return pass.forward(discriminator, OPS.apply("sigmoid", mean));
    }

    /**
     * The logit of D for every node.
     *
     * @param h {@code (n, d)}
     * @param summary of each graph, {@code (g, d)}
     * @param graphs which nodes are whose; a node is compared with the summary at its graph's place
     */
    NDArray logits(NDArray h, NDArray summary, GraphBatch graphs) {
        return summary.getShape().get(0) == 1
                ? OPS.apply("one", h, summary)
                : OPS.apply("many", h, summary, graphs.sizes());
    }
}
