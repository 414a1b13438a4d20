package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.Layers;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class S2GrlTest extends NodeTaskContract {

    @Override
    protected PretextTask task() {
        return new S2Grl(GraphEncoders.gcn(8), Layers.linear(4, true), 4, 64);
    }

    @Override
    protected Views<Graph> views() {
        return new GraphViews(GraphTransform.NONE);
    }

    @Test
    void pairsAreAsFarApartAsTheirClassSays() {
        // A path of six nodes, there and back, and a node without edges.
        int[] there = {0, 1, 2, 3, 4};
        int[] back = {1, 2, 3, 4, 5};
        Graph path = Graph.undirected(1, new float[7], there, back);
        long[] edges = new long[2 * path.edges()];
        for (int i = 0; i < path.edges(); i++) {
            edges[i] = path.sources()[i];
            edges[path.edges() + i] = path.targets()[i];
        }
        HopPairs pairs = HopPairs.draw(edges, 7, 3, 200, Randomness.at(0));
        int[] seen = new int[3];
        for (int i = 0; i < pairs.hops().length; i++) {
            long u = pairs.first()[i];
            long v = pairs.second()[i];
            long apart = u == 6 || v == 6 ? 9 : Math.abs(u - v);
            assertThat(pairs.hops()[i]).isEqualTo(Math.min(apart, 3) - 1);
            seen[(int) pairs.hops()[i]]++;
        }
        for (int count : seen) {
            assertThat(count).isBetween(100, 200);
        }
    }

    @Test
    void itsFeaturesBeatThoseOfTheUntrainedEncoder() throws IOException {
        Block encoder = GraphEncoders.gcn(64);
        assertThat(gain(new S2Grl(encoder, Layers.linear(4, true), 4, 256), 60))
                .isBetween(0.02, 1.0);
    }

    @Test
    void severalGraphsAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList two = GraphBatch.of(List.of(set.graph(), set.graph()), manager).toList();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), two))
                    .withMessageContaining("4 arrays of 1 graph, got 4 of 2");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S2Grl(GraphEncoders.gcn(8), Layers.linear(1, true), 1, 9))
                .withMessageContaining("at least 2 classes of distances");
    }
}
