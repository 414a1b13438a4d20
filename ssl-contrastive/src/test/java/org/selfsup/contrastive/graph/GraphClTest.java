package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.DropNodes;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.augment.MaskNodes;
import org.selfsup.augment.PerturbEdges;
import org.selfsup.augment.RandomWalkSubgraph;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphSet;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.CrossValidation;
import org.selfsup.eval.Features;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.train.Adam;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

class GraphClTest extends GraphCollectionContract {

    @Override
    protected PretextTask task() {
        return new GraphCl(encoder(), Heads.mlp(Heads.Norm.NONE, 8, 8), new NtXentLoss(0.5f));
    }

    @Override
    protected Views<Graph> views() {
        return new GraphViews(
                GraphTransform.oneOf(new DropNodes(0.2), new PerturbEdges(0.2)),
                GraphTransform.oneOf(new MaskNodes(0.2), new RandomWalkSubgraph(0.8, 0)));
    }

    @Test
    void graphsAreToldApartByTheirFeatures() throws IOException {
        GraphSet set = BlocksGraph.collection(150, 0);
        Block encoder = new GraphPooling(GraphEncoders.gin(2, 16), Readout.SUM);
        GraphCl task =
                new GraphCl(encoder, Heads.mlp(Heads.Norm.NONE, 32, 32), new NtXentLoss(0.2f));
        TrainingPlan plan = new TrainingPlan(20, 50, new Adam(), Schedule.constant(1e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, set, views(), plan, manager)) {
            pretrainer.run();
            Features features =
                    Features.extract(
                            encoder, set, new GraphViews(GraphTransform.NONE), 50, Device.cpu(), 1);
            assertThat(new CrossValidation(0).evaluate(features).mean()).isBetween(0.5, 1.0);
        }
    }
}
