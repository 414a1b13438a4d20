package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;

class MomentumEncoderTest {

    private final NDManager manager = LibTorch.newManager(Device.cpu());
    private final ParameterStore store = new ParameterStore(manager, false);
    private final Sequence online = ConvNet.of(4, 8);
    private final MomentumEncoder target = new MomentumEncoder(online);
    private final Networks networks = new Networks().add("online", online).beside("target", target);

    @BeforeEach
    void initialize() {
        Initialization.initialize(networks, 1, manager, new Shape(2, 3, 8, 8));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void itStartsAsACopyAndIsNotTrained() {
        assertThat(output(target, false)).isEqualTo(output(online, false));
        StateDict.parameters(target)
                .forEach((name, p) -> assertThat(p.requiresGradient()).as(name).isFalse());
        assertThat(StateDict.parameters(networks)).hasSize(2 * parameters(online).size());
    }

    @Test
    void aCopyTakesRunningStatisticsToo() {
        float[] before = output(online, false);
        output(online, true); // moves the running statistics
        assertThat(output(target, false)).isEqualTo(before);
        target.copy();
        assertThat(output(target, false)).isEqualTo(output(online, false)).isNotEqualTo(before);
        output(online, true);
        assertThat(output(target, false)).isNotEqualTo(output(online, false));
    }

    @Test
    void itKeepsItsShareAndTakesTheRestFromTheOnlineNetwork() {
        Parameter weight = parameters(online).values().iterator().next();
        Parameter twin = parameters(target).values().iterator().next();
        float before = twin.getArray().toFloatArray()[0];
        add(weight, 1);
        target.update(0.75);
        assertThat(twin.getArray().toFloatArray()[0]).isCloseTo(before + 0.25f, within(1e-6f));
        target.update(1);
        assertThat(twin.getArray().toFloatArray()[0]).isCloseTo(before + 0.25f, within(1e-6f));
        target.update(0);
        assertThat(twin.getArray().toFloatArray()[0]).isCloseTo(before + 1, within(1e-6f));
    }

    /** Five updates of lightly's and solo-learn's average, golden group optim_schedules. */
    @Test
    void theAverageAgreesWithTheReference() {
        Golden golden = Golden.open("optim_schedules", MomentumEncoder.class);
        Block linear = Layers.linear(3, false);
        MomentumEncoder follower = new MomentumEncoder(linear);
        Initialization.initialize(
                new Networks().add("online", linear).beside("target", follower),
                1,
                manager,
                new Shape(2, 4));
        NDArray weight = parameters(linear).get("weight").getArray();
        NDArray average = parameters(follower).get("weight").getArray();
        set(average, golden.floats("ema/target_0"));
        float[] online = golden.floats("ema/online");
        float[] averages = new float[online.length];
        for (int step = 0; step < 5; step++) {
            set(weight, Arrays.copyOfRange(online, 12 * step, 12 * (step + 1)));
            follower.update(0.9);
            System.arraycopy(average.toFloatArray(), 0, averages, 12 * step, 12);
        }
        golden.assertClose("ema/target", averages);
    }

    private void set(NDArray array, float[] values) {
        try (Autograd off = Autograd.off()) {
            array.set(new NDIndex("..."), manager.create(values, array.getShape()));
        }
    }

    @Test
    void statisticsAreItsOwnAndAreNotAveraged() {
        Map<String, Parameter> mine = parameters(target);
        String mean =
                mine.keySet().stream().filter(n -> n.endsWith("running_mean")).findFirst().get();
        float[] zero = mine.get(mean).getArray().toFloatArray();
        output(online, true);
        target.update(0);
        assertThat(mine.get(mean).getArray().toFloatArray()).isEqualTo(zero);
        output(target, true);
        assertThat(mine.get(mean).getArray().toFloatArray())
                .isEqualTo(parameters(online).get(mean).getArray().toFloatArray());
    }

    @Test
    void noGradientFlowsThroughIt() {
        NDArray x = manager.ones(new Shape(2, 3, 8, 8));
        x.setRequiresGradient(true);
        try (Autograd on = Autograd.on()) {
            NDArray y = target.forward(store, new NDList(x), true).head();
            assertThat(Autograd.flowsThrough(y)).isFalse();
            NDArray z = online.forward(store, new NDList(x), true).head();
            assertThat(Autograd.flowsThrough(z)).isTrue();
        }
    }

    @Test
    void momentumLiesBetweenZeroAndOne() {
        for (double momentum : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> target.update(momentum))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(momentum));
        }
    }

    private Map<String, Parameter> parameters(Block block) {
        return StateDict.parameters(block);
    }

    private void add(Parameter parameter, float number) {
        try (Autograd off = Autograd.off()) {
            parameter.getArray().addi(number);
        }
    }

    private float[] output(Block block, boolean training) {
        try (Autograd off = Autograd.off()) {
            NDArray x = manager.arange(2 * 3 * 8 * 8f).reshape(2, 3, 8, 8).div(100);
            return block.forward(store, new NDList(x), training).head().toFloatArray();
        }
    }
}
