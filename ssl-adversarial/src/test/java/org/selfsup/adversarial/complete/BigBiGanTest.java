package org.selfsup.adversarial.complete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class BigBiGanTest extends PairGameContract {

    @Override
    protected BigBiGan task() {
        return new BigBiGan(encoder(), generator(), discriminator(), LATENT);
    }

    @Override
    Sequence toCode(PretextTask task) {
        return ((BigBiGan) task).toCode();
    }

    /** By the formula, from the scores of the same draws. */
    @Test
    void scoresOfSampleCodeAndPairCountAlike() {
        BigBiGan task = task();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray x = manager.randomNormal(new Shape(5, 3, 4, 4));
            task.initialize(0, manager, x.getShape());
            Pass pass = new Pass(manager, false, 0, 1);
            LibTorch.seed(4);
            float loss = task.loss(pass, new NDList(x)).getFloat();

            LibTorch.seed(4);
            NDArray z = manager.randomNormal(new Shape(5, LATENT));
            NDArray noise = manager.randomNormal(new Shape(5, LATENT));
            NDArray h = pass.forward(task.encoder(), x);
            NDArray spread = Activation.softPlus(pass.forward(task.networks().get("spread"), h));
            NDArray code = pass.forward(task.toCode(), x).add(spread.mul(noise));
            double real = sum(task, pass, x, code);
            double fake = sum(task, pass, task.generate(pass, z), z);
            assertThat((double) loss).isCloseTo((real - fake) / 5, within(1e-4));
        }
    }

    private static double sum(BigBiGan task, Pass pass, NDArray x, NDArray z) {
        NDList judged = pass.forward(task.networks().get("pairs"), new NDList(x, z));
        NDArray ofSample = pass.forward(task.networks().get("of_sample"), judged.get(0));
        NDArray ofCode = pass.forward(task.networks().get("of_code"), judged.get(1));
        return ofSample.add(ofCode).add(judged.get(2)).sum().getFloat();
    }
}
