package org.selfsup.generative.masked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class SimMimTest extends MaskedPictures {

    @Override
    protected PretextTask task() {
        return simMim();
    }

    private static SimMim simMim() {
        return new SimMim(encoder(Pooling.MEAN), 3);
    }

    @Override
    NDArray reconstruct(PretextTask task, Pass pass, NDList batch) {
        return ((SimMim) task).reconstruct(pass, batch);
    }

    /** Patch 0 of the first picture is visible, patch 1 is masked. */
    @Test
    void whatIsDrawnDoesNotDependOnMaskedPatches() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            SimMim simMim = simMim();
            NDList batch = batch(manager);
            simMim.initialize(0, manager, batch.getShapes());
            Pass pass = new Pass(manager, false, 0, 1);
            NDArray drawn = simMim.reconstruct(pass, batch);
            NDArray same = simMim.reconstruct(pass, changed(batch, 0, PATCH));
            NDArray other = simMim.reconstruct(pass, changed(batch, 0, 0));
            int masked = 5 * SIDE; // patch 4 of the first picture, which is masked
            assertThat(same.toFloatArray()[masked]).isEqualTo(drawn.toFloatArray()[masked]);
            assertThat(other.toFloatArray()[masked]).isNotEqualTo(drawn.toFloatArray()[masked]);
        }
    }

    @Test
    void theLossIsTheMeanDistanceOfMaskedPixels() {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            SimMim simMim = simMim();
            NDList batch = batch(manager);
            simMim.initialize(0, manager, batch.getShapes());
            StateDict.parameters(simMim.networks())
                    .forEach(
                            (name, p) -> {
                                if (name.startsWith("head.")) {
                                    p.getArray().muli(0);
                                }
                            });
            Pass pass = new Pass(manager, false, 0, 1);
            float loss = simMim.loss(pass, batch).getFloat();
            assertThat(simMim.loss(pass, changed(batch, 0, 0)).getFloat()).isEqualTo(loss);
            float before = Math.abs(batch.head().getFloat(0, 1, 0, PATCH));
            float after = simMim.loss(pass, changed(batch, 0, PATCH)).getFloat();
            assertThat(after - loss).isCloseTo((9 - before) / (2 * 12 * 48), within(1e-5f));
        }
    }
}
