package org.selfsup.generative.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class MadeTest extends PretextTaskContract<Image> {

    private static final Shape PICTURE = new Shape(3, 8, 8);

    @Override
    protected PretextTask task() {
        return new Made(PICTURE, Ordering.random(2, 192, 1, 24, 24));
    }

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        return new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(8), new Binarize())));
    }

    /** A model of 6 bits with the orderings of its own, and weights away from where they start. */
    private static Made ready(NDManager manager, List<Ordering> orderings) {
        Made made = new Made(new Shape(2, 3), orderings);
        made.initialize(1, manager, new Shape(1, 2, 3));
        LibTorch.seed(1);
        StateDict.parameters(made.networks())
                .values()
                .forEach(
                        parameter -> {
                            if (parameter.requiresGradient()) {
                                try (Autograd off = Autograd.off()) {
                                    NDArray array = parameter.getArray();
                                    array.addi(manager.randomNormal(array.getShape()));
                                }
                            }
                        });
        return made;
    }

    /** All 64 samples of 6 bits, (64, 2, 3). */
    private static NDArray all(NDManager manager) {
        float[] bits = new float[64 * 6];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = ((i / 6) >> (i % 6)) & 1;
        }
        return manager.create(bits, new Shape(64, 2, 3));
    }

    @Test
    void probabilitiesSumToOneWithOneOrderingAndWithMany() {
        for (List<Ordering> orderings :
                List.of(List.of(Ordering.natural(6, 9)), Ordering.random(3, 6, 4, 9, 7))) {
            try (Autograd off = Autograd.off();
                    NDManager manager = LibTorch.newManager(Device.cpu())) {
                Made made = ready(manager, orderings);
                NDArray log = made.logLikelihood(new Pass(manager, false, 0, 1), all(manager));
                assertThat(log.getShape()).isEqualTo(new Shape(64));
                assertThat(log.exp().sum().getFloat()).isCloseTo(1, within(1e-5f));
            }
        }
    }

    @Test
    void aValueIsToldFromThoseBeforeItAndNoOthers() {
        List<Ordering> orderings = Ordering.random(3, 6, 5, 60, 60);
        try (Autograd on = Autograd.on();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            Made made = ready(manager, orderings);
            Pass pass = new Pass(manager, true, 0, 1);
            for (int k = 0; k < 3; k++) {
                int[] degrees = orderings.get(k).inputs();
                NDArray x = manager.randomUniform(0, 1, new Shape(50, 2, 3));
                x.setRequiresGradient(true);
                NDArray logits = made.logits(pass, x, k);
                for (int d = 0; d < 6; d++) {
                    NDArray one = logits.get(":, {}", d).square().sum();
                    NDArray gradient =
                            Autograd.gradientsKeepingGraph(
                                            new NDList(one),
                                            new NDList(one.onesLike()),
                                            new NDList(x))
                                    .head();
                    float[] depends = gradient.abs().sum(new int[] {0}).toFloatArray();
                    for (int j = 0; j < 6; j++) {
                        if (degrees[j] < degrees[d]) {
                            assertThat(depends[j]).isBetween(1e-9f, 1e9f);
                        } else {
                            assertThat(depends[j]).as("%d on %d", d, j).isZero();
                        }
                    }
                }
            }
        }
    }

    @Test
    void samplesAreAsFrequentAsTheyAreProbable() {
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            Made made = ready(manager, Ordering.random(2, 6, 6, 9));
            Pass pass = new Pass(manager, false, 0, 1);
            float[] p = made.logLikelihood(pass, all(manager)).exp().toFloatArray();
            LibTorch.seed(2);
            int arrays = manager.getManagedArrays().size();
            NDArray drawn = made.sample(pass, 20_000);
            assertThat(manager.getManagedArrays().size() - arrays).isLessThan(6);
            assertThat(drawn.getShape()).isEqualTo(new Shape(20_000, 2, 3));
            int[] counts = new int[64];
            float[] bits = drawn.toFloatArray();
            for (int i = 0; i < 20_000; i++) {
                int number = 0;
                for (int bit = 0; bit < 6; bit++) {
                    number += (int) bits[6 * i + bit] << bit;
                }
                counts[number]++;
            }
            for (int i = 0; i < 64; i++) {
                assertThat(counts[i] / 20_000f).isCloseTo(p[i], within(0.02f));
            }
        }
    }

    @Test
    void theOrderingTakesTurnsAndTheFirstIsWhatProbesSee() {
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            Made made = ready(manager, Ordering.random(2, 6, 6, 9));
            NDArray x = all(manager);
            float first = made.loss(new Pass(manager, true, 0, 9), new NDList(x)).getFloat();
            float second = made.loss(new Pass(manager, true, 1, 9), new NDList(x)).getFloat();
            float third = made.loss(new Pass(manager, true, 2, 9), new NDList(x)).getFloat();
            assertThat(third).isEqualTo(first);
            assertThat(second).isNotEqualTo(first).isFinite();
            Pass pass = new Pass(manager, false, 0, 1);
            assertThat(pass.forward(made.encoder(), x).getShape()).isEqualTo(new Shape(64, 9));
        }
    }

    @Test
    void fewHiddenUnitsStillReachTheLastInputs() {
        Ordering natural = Ordering.natural(100, 10, 300);
        assertThat(natural.hidden().get(0)).containsExactly(1, 10, 20, 30, 40, 50, 60, 70, 80, 90);
        assertThat(Arrays.stream(natural.hidden().get(1)).distinct().count()).isEqualTo(99);
    }

    @Test
    void refusesWhatIsNoOrdering() {
        refused("the degrees 1 to 3, each once, got [1, 2, 2]", new int[] {1, 2, 2}, 1);
        refused("units of degrees 1 to 2, got [3]", new int[] {1, 2, 3}, 3);
        refused("at least two inputs and one hidden layer, got 1 and 1", new int[] {1}, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Made(PICTURE, List.of(Ordering.natural(6, 4))))
                .withMessage("MADE orders the 192 values of (3, 8, 8), got an ordering of 6");
        Ordering one = Ordering.natural(6, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Made(new Shape(6), List.of(one, Ordering.natural(6, 4, 4))))
                .withMessageContaining("one of 1 and one of 2 hidden layers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Made(new Shape(6), List.of(one, Ordering.natural(6, 5))))
                .withMessage("A layer of 6 inputs and 4 units has as many degrees, got 6 and 5");
        try (Autograd off = Autograd.off();
                NDManager manager = LibTorch.newManager(Device.cpu())) {
            Made made = ready(manager, List.of(Ordering.natural(6, 4)));
            NDArray grey = manager.full(new Shape(1, 2, 3), 0.5f);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> made.logLikelihood(new Pass(manager, false, 0, 1), grey))
                    .withMessageContaining("are 0 or 1");
        }
    }

    private static void refused(String message, int[] inputs, int... units) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ordering(inputs, List.of(units)))
                .withMessageContaining(message);
    }
}
