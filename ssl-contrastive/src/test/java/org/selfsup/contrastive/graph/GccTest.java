package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.PositionFeatures;
import org.selfsup.augment.RandomWalkSubgraph;
import org.selfsup.augment.RootNode;
import org.selfsup.data.EgoNetworks;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Queue;

class GccTest extends GraphCollectionContract {

    static final PositionFeatures FEATURES = new PositionFeatures(8, 8);
    private static final RandomWalkSubgraph WALK = new RandomWalkSubgraph(0.5, 0.5);

    @Override
    protected PretextTask task() {
        return new Gcc(encoder(), new Gcc.Config(8, 24, 0.2f, 0.9));
    }

    @Override
    protected Views<Graph> views() {
        return Gcc.views(RootNode.RANDOM, WALK, FEATURES);
    }

    @Override
    protected int settled() {
        return 10;
    }

    @Test
    void bothWalksStartFromTheSameNodeAndSeeNoFeatures() {
        Graph path = // far apart ends, whose surroundings share no node
                Graph.undirected(
                        1,
                        new float[] {7, 7, 7, 7, 7, 7},
                        new int[] {0, 0, 0, 3, 4},
                        new int[] {1, 2, 3, 4, 5});
        EgoNetworks egos = new EgoNetworks(path, Optional.empty(), 1, 10);
        Views.Batch<Graph> batch =
                Gcc.views(GraphTransform.NONE, new RandomWalkSubgraph(1, 0.5), FEATURES).batch(2);
        batch.put(0, egos.get(0), Randomness.at(1));
        batch.put(1, egos.get(5), Randomness.at(2));
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            for (GraphBatch view : GraphBatch.views(batch.toArrays(manager))) {
                assertThat(view.sizes().toLongArray()).containsExactly(4, 2);
                assertThat(view.features().size(1)).isEqualTo(17);
                // node 0 of the first has three edges and is the root
                assertThat(view.features().getFloat(0, 8 + 3)).isEqualTo(1);
                assertThat(view.features().getFloat(0, 16)).isEqualTo(1);
                assertThat(view.features().max().getFloat()).isCloseTo(1, within(1e-6f));
            }
        }
    }

    @Test
    void theQueueHoldsTheKeysOfLength1() throws IOException {
        Gcc task = (Gcc) task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Graph> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(1), manager)) {
            Queue queue = (Queue) task.networks().get("queue");
            float[] before = queue.rows().toFloatArray();
            pretrainer.run();
            float[] after = queue.rows().toFloatArray();
            for (int row = 0; row < 24; row++) {
                double square = 0;
                boolean same = true;
                for (int j = row * 8; j < row * 8 + 8; j++) {
                    square += after[j] * after[j];
                    same &= after[j] == before[j];
                }
                assertThat(square).isCloseTo(1, within(1e-5));
                assertThat(same).as("row %d", row).isEqualTo(row >= 8);
            }
        }
    }
}
