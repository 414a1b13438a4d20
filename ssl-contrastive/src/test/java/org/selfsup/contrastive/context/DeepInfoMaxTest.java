package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.contrastive.context.DeepInfoMax.Config;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.LocalInfoNceLoss;
import org.selfsup.loss.MutualInformationLoss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class DeepInfoMaxTest extends ImageTaskContract {

    private static final BinaryOperator<NDArray> JSD =
            new MutualInformationLoss.JensenShannon()::evaluate;

    @Override
    protected PretextTask task() {
        return task(JSD, new Config(16, 8, 0.5, 1, 0.1));
    }

    private static DeepInfoMax task(BinaryOperator<NDArray> estimator, Config config) {
        return new DeepInfoMax(ConvNet.of(8, 16, 16), "relu2", estimator, config);
    }

    @Override
    protected Views<Image> views() {
        return SimClrAugmentation.CIFAR10.evaluationViews();
    }

    @Test
    void theLossIsTheWeightedSumOfItsParts() {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            DeepInfoMax task = task(JSD, new Config(16, 8, 0.5, 2, 0.1));
            Pass pass = new Pass(manager, true, 0, 1);
            float loss = task.loss(pass, batch(task, manager)).getFloat();
            Map<String, Float> parts = pass.parts();
            assertThat(0.5 * parts.get("global") + 2 * parts.get("local") + parts.get("prior"))
                    .isCloseTo(loss, within(1e-4));
        }
    }

    /** The discriminator descends on its loss, the summary climbs, by gamma. */
    @Test
    void thePriorTrainsTheDiscriminatorForItsLossAndTheSummaryAgainstIt() {
        float[] once = priorGradient("summary.bias", 1);
        float[] twice = priorGradient("summary.bias", 2);
        float[] discriminator = priorGradient("discriminator.layers.4.bias", 2);
        assertThat(discriminator).containsExactly(priorGradient("discriminator.layers.4.bias", 1));
        assertThat(discriminator[0]).isFinite().isNotZero();
        for (int i = 0; i < once.length; i++) {
            assertThat(twice[i]).isCloseTo(2 * once[i], within(1e-6f));
        }
        assertThat(Math.abs(once[0])).isBetween(1e-8f, 1f);
    }

    private float[] priorGradient(String name, double gamma) {
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            // an estimator that is always 0 leaves the prior alone
            DeepInfoMax task =
                    task(
                            (local, global) -> local.sum().sub(local.sum()),
                            new Config(16, 8, 0, 1, gamma));
            NDList batch = batch(task, manager);
            LibTorch.seed(5);
            NDArray loss = task.loss(new Pass(manager, true, 0, 1), batch);
            Parameter parameter = StateDict.parameters(task.networks()).get(name);
            return Autograd.gradients(loss, new NDList(parameter.getArray())).head().toFloatArray();
        }
    }

    @Test
    void everyEstimatorOfTheSameScoresStartsNearItsValueForNoInformation() {
        // scores of 0: 0 for JSD and DV, log(1 + (n - 1) places) for InfoNCE
        assertThat(atZeroScores(JSD)).isCloseTo(0, within(1e-5f));
        assertThat(atZeroScores(new MutualInformationLoss.DonskerVaradhan()::evaluate))
                .isCloseTo(0, within(1e-5f));
        assertThat(atZeroScores(new LocalInfoNceLoss()::evaluate))
                .isCloseTo((float) Math.log(1 + 3 * 256), within(1e-4f));
    }

    private float atZeroScores(BinaryOperator<NDArray> estimator) {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            DeepInfoMax task = task(estimator, new Config(16, 8, 0, 1, 0));
            NDList batch = batch(task, manager);
            StateDict.parameters(task.networks())
                    .forEach(
                            (name, parameter) -> {
                                if (name.startsWith("local_summary.layers.3")) {
                                    parameter.getArray().stopGradient().subi(parameter.getArray());
                                }
                            });
            return task.loss(new Pass(manager, true, 0, 1), batch).getFloat();
        }
    }

    @Test
    void aWeightOfZeroLeavesItsNetworksOut() {
        assertThat(StateDict.children(task(JSD, new Config(16, 8, 0, 1, 0)).networks()).keySet())
                .isEqualTo(Set.of("encoder", "summary", "local_map", "local_summary"));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Config(16, 8, 0, 0, 1))
                .hasMessageContaining("global or local positive, got 0.0, 0.0 and prior 1.0");
        assertThatThrownBy(() -> new DeepInfoMax(ConvNet.of(8), "layer3", JSD, Config.PAPER))
                .hasMessageContaining("no block \"layer3\"");
    }

    private static NDList batch(DeepInfoMax task, NDManager manager) {
        LibTorch.seed(3);
        NDArray x = manager.randomNormal(new Shape(4, 3, 32, 32));
        task.initialize(0, manager, x.getShape());
        return new NDList(x);
    }
}
