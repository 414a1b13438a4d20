package org.selfsup.generative.graph;

import org.selfsup.encoder.GraphEncoders;
import org.selfsup.testing.LinkTaskContract;
import org.selfsup.train.EdgeReconstruction;
import org.selfsup.train.PretextTask;

class GaeTest extends LinkTaskContract {

    @Override
    protected PretextTask task() {
        return new Gae(GraphEncoders.gcnRelu(12, 6), EdgeReconstruction.SAMPLED_PAIRS);
    }
}
