package org.selfsup.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.EdgeSplit;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.NodeSet;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinkPrediction;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** A task on one graph whose embeddings tell which nodes are linked. */
public abstract class LinkTaskContract extends OneGraphContract {

    /** Links follow from blocks. */
    protected LinkTaskContract() {
        super(BlocksGraph.generate(120, 3, 12, 1, 1));
    }

    /** By how much training shall raise the area under the curve. */
    protected double gain() {
        return 0.1;
    }

    @Test
    void linksThatWereHeldOutArePredictedBetterThanUntrained() throws IOException {
        EdgeSplit split = EdgeSplit.of(set.graph(), 0.05, 0.2, 1);
        NodeSet seen = set.withGraph(split.graph());
        PretextTask task = task();
        TrainingPlan plan = new TrainingPlan(100, 1, new Adam(), Schedule.constant(1e-2));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, seen.samples(), views(), plan, manager)) {
            double untrained = auc(task, seen, split);
            pretrainer.run();
            assertThat(auc(task, seen, split)).isBetween(untrained + gain(), 1.0);
        }
    }

    private static double auc(PretextTask task, NodeSet seen, EdgeSplit split) {
        Features nodes = Features.ofNodes(task.encoder(), seen, Device.cpu());
        return LinkPrediction.of(nodes, split.test()).auc();
    }

    @Test
    void oneGraphAStepIsAsked() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList two = GraphBatch.of(List.of(set.graph(), set.graph()), manager).toList();
            PretextTask task = task();
            task.initialize(0, manager, two.getShapes());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task.loss(new Pass(manager, true, 0, 1), two))
                    .withMessageContaining("expected 4 arrays of 1 graph, got 4 of 2");
        }
    }
}
