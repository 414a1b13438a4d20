package org.selfsup.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.NodeSet;
import org.selfsup.encoder.GcnLayer;
import org.selfsup.encoder.GraphLayer;
import org.selfsup.encoder.GraphPooling;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Readout;
import org.selfsup.engine.LibTorch;

class NodeProbeTest {

    private final NodeSet set = BlocksGraph.generate(300, 3, 8, 2, 1);

    @Test
    void nodesAreFittedChosenByAndTestedOnTheirOwnParts() {
        Features raw = new Features(set.graph().features(), set.graph().dimension(), set.labels());
        LinearProbe.Result result = new NodeProbe().evaluate(raw, set);
        LinearProbe.Result byHand =
                new NodeProbe()
                        .linear()
                        .evaluate(
                                new Split(raw.rows(set.train()), raw.rows(set.test())),
                                raw.rows(set.validation()));
        assertThat(result.test().predictions()).isEqualTo(byHand.test().predictions());
        assertThat(result.accuracy()).isBetween(0.4, 1.0);
        assertThat(result.test().truth().of()).hasSize(set.test().length);
    }

    @Test
    void anEncoderSeesTheWholeGraphOnce() {
        GraphLayer encoder = new GraphSequence().add("conv", new GcnLayer(7));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Initialization.initialize(encoder, 0, manager, new Shape(1, set.graph().dimension()));
            Features features = Features.ofNodes(encoder, set, Device.cpu());
            assertThat(features.size()).isEqualTo(300);
            assertThat(features.dimension()).isEqualTo(7);
            Features seen =
                    Features.ofNodes(
                            encoder, set, new GraphViews(GraphTransform.NONE), Device.cpu());
            assertThat(seen.values()).isEqualTo(features.values());
            LinearProbe.Result result = new NodeProbe().evaluate(encoder, set, Device.cpu());
            assertThat(new NodeProbe.Comparison(result, result).summary())
                    .matches("linear \\d+\\.\\d % \\(untrained \\d+\\.\\d %\\)");
            GraphPooling pooled = new GraphPooling(encoder, Readout.SUM);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Features.ofNodes(pooled, set, Device.cpu()))
                    .withMessageContaining("here (300, d)");
        }
    }

    @Test
    void aSetWithoutValidationNodesIsRefused() {
        NodeSet none =
                new NodeSet(set.graph(), set.labels(), set.train(), new int[0], set.test(), "", "");
        Features raw = new Features(set.graph().features(), set.graph().dimension(), set.labels());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeProbe().evaluate(raw, none))
                .withMessageContaining("got 60, 0 and 180");
    }
}
