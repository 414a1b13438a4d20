package org.selfsup.testing;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.NodeProbe;
import org.selfsup.train.Adam;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** A task on the nodes of one graph, of which it sees one view unless it says otherwise. */
public abstract class OneGraphContract extends PretextTaskContract<Graph> {

    /** The graph. */
    protected final NodeSet set;

    /** 120 nodes in three blocks. */
    protected OneGraphContract() {
        this(BlocksGraph.generate(120, 3, 6, 2, 1));
    }

    /** Another graph. */
    protected OneGraphContract(NodeSet set) {
        this.set = set;
    }

    @Override
    protected Samples<Graph> samples() {
        return set.samples();
    }

    @Override
    protected Views<Graph> views() {
        return new GraphViews(GraphTransform.NONE);
    }

    @Override
    protected int batch() {
        return 1;
    }

    /** The values of a matrix. */
    public static double[][] rows(NDList output) {
        NDArray array = output.singletonOrThrow();
        int d = (int) array.size(1);
        float[] values = array.toFloatArray();
        double[][] rows = new double[values.length / d][d];
        for (int i = 0; i < values.length; i++) {
            rows[i / d][i % d] = values[i];
        }
        return rows;
    }

    /** By how much training raises the accuracy of a linear probe on 1,200 nodes in blocks. */
    protected final double gain(PretextTask task, int steps) throws IOException {
        NodeSet blocks = BlocksGraph.standard(0);
        TrainingPlan plan = new TrainingPlan(steps, 1, new Adam(), Schedule.constant(5e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, blocks.samples(), views(), plan, manager)) {
            Block encoder = task.encoder();
            LinearProbe.Result untrained = new NodeProbe().evaluate(encoder, blocks, Device.cpu());
            pretrainer.run();
            LinearProbe.Result trained = new NodeProbe().evaluate(encoder, blocks, Device.cpu());
            return trained.accuracy() - untrained.accuracy();
        }
    }
}
