package org.selfsup.contrastive.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Diffusion;
import org.selfsup.augment.GraphTransform;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Randomness;
import org.selfsup.data.Views;
import org.selfsup.encoder.GraphEncoders;
import org.selfsup.encoder.Layers;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.DgiLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class MvgrlTest extends NodeTaskContract {

    private final GraphTransform diffusion =
            Diffusion.topK(new Diffusion.PageRank(0.2), 16).fixed(set.graph());

    @Override
    protected PretextTask task() {
        return new Mvgrl(GraphEncoders.gcnAndDiffusion(8), Layers.linear(8, false));
    }

    @Override
    protected Views<Graph> views() {
        return Mvgrl.views(diffusion);
    }

    @Test
    void eitherViewsNodesAreComparedWithTheOthersSummary() {
        PretextTask task = task();
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList batch = batch(manager);
            task.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, true, 0, 1);
            NDArray w = task.networks().get("discriminator").getParameters().valueAt(0).getArray();
            NDArray[] h = new NDArray[4];
            for (int view = 0; view < 4; view++) {
                Block encoder = task.encoder().getChildren().valueAt(view % 2);
                NDList arrays = new NDList(batch.subList(4 * view, 4 * view + 4));
                h[view] = pass.forward(encoder, arrays).head();
            }
            NDArray a = w.matMul(sigmoid(h[0]));
            NDArray b = w.matMul(sigmoid(h[1]));
            NDArray expected =
                    new DgiLoss()
                            .evaluate(
                                    h[0].matMul(b).concat(h[1].matMul(a)),
                                    h[2].matMul(b).concat(h[3].matMul(a)));
            assertThat(task.loss(pass, batch).getFloat())
                    .isCloseTo(expected.getFloat(), within(1e-5f));
            NDList both = new NDList(batch.subList(0, 8));
            assertThat(pass.forward(task.encoder(), both).head().toFloatArray())
                    .isEqualTo(h[0].add(h[1]).toFloatArray());
        }
    }

    private NDList batch(NDManager manager) {
        Views.Batch<Graph> batch = views().batch(1);
        batch.put(0, set.graph(), Randomness.at(0));
        return batch.toArrays(manager);
    }

    private static NDArray sigmoid(NDArray h) {
        return h.mean(new int[] {0}).neg().exp().add(1).pow(-1);
    }

    @Test
    void otherThanFourViewsAreRefused() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            NDList one = GraphBatch.of(List.of(set.graph()), manager).toList();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> task().loss(new Pass(manager, true, 0, 1), one))
                    .withMessageContaining("expected four views, got 1");
            PretextTask task = task();
            task.initialize(0, manager, one.getShapes());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Pass(manager, false, 0, 1).forward(task.encoder(), one))
                    .withMessageContaining("sizes of both, got 4 arrays");
        }
    }
}
