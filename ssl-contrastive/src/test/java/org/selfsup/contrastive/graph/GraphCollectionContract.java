package org.selfsup.contrastive.graph;

import ai.djl.nn.Block;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Graph;
import org.selfsup.data.Samples;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Readout;
import org.selfsup.encoder.Sequence;
import org.selfsup.testing.PretextTaskContract;

/** A task on two views of each of many small graphs. */
abstract class GraphCollectionContract extends PretextTaskContract<Graph> {

    @Override
    protected Samples<Graph> samples() {
        return BlocksGraph.collection(32, 1);
    }

    /** GIN of two layers, summed, and a linear layer to 8 features. */
    static Block encoder() {
        return new Sequence()
                .add("gin", new GraphPooling(GraphEncoders.gin(2, 8), Readout.SUM))
                .add("linear", Layers.linear(8, true));
    }
}
