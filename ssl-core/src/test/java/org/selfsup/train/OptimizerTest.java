package org.selfsup.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;

/**
 * Twenty updates of torch's, lightly's and solo-learn's optimizers, golden group optim_schedules.
 */
class OptimizerTest {

    private static final List<String> NAMES = List.of("weight", "bias", "bn_weight");

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of("sgd", new Sgd(0, 0), 0.1, true),
                Arguments.of("sgd_momentum", new Sgd(0.9, 0), 0.05, true),
                Arguments.of("sgd_nesterov_wd", new Sgd(0.9, 0, true, 0.01), 0.05, true),
                Arguments.of("sgd_dampening", new Sgd(0.8, 0.3, false, 0.1), 0.1, true),
                Arguments.of("adam", new Adam(), 0.05, true),
                Arguments.of("adam_l2", new Adam(0.8, 0.95, 1e-6, 0.1), 0.02, true),
                Arguments.of("adamw", new AdamW(0.1), 0.05, true),
                Arguments.of("rmsprop", new RmsProp(0.9, 1e-8, 0), 0.01, true),
                Arguments.of("adagrad", new Adagrad(), 0.1, true),
                Arguments.of("lars_lightly", new Lars(0.9, false, 0.02, 0.01, false), 0.5, false),
                Arguments.of(
                        "lars_lightly_nesterov",
                        new Lars(0.9, true, 0.05, 0.01, false),
                        0.3,
                        false),
                Arguments.of("lars_solo", new Lars(0.9, false, 0.02, 0.01, false), 0.5, true),
                Arguments.of(
                        "lars_solo_exclude", new Lars(0.9, false, 0.02, 0.01, false), 0.5, false),
                Arguments.of("lars_solo_clip", new Lars(0.9, false, 0.3, 0.001, true), 0.1, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("references")
    void agreesWithTheReference(
            String name, Optimizer optimizer, double learningRate, boolean decayAll) {
        Golden golden = Golden.open("optim_schedules", optimizer.getClass());
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Map<String, NDArray> parameters = new LinkedHashMap<>();
            Map<String, List<NDArray>> slots = new LinkedHashMap<>();
            Map<String, NDArray> gradients = new LinkedHashMap<>();
            for (String p : NAMES) {
                NDArray start = array(manager, golden, name + "/start." + p);
                parameters.put(p, start);
                gradients.put(p, array(manager, golden, name + "/grad." + p));
                slots.put(p, new ArrayList<>());
                optimizer.slots().forEach(slot -> slots.get(p).add(start.zerosLike()));
            }
            Map<String, float[]> path = new LinkedHashMap<>();
            NAMES.forEach(p -> path.put(p, new float[golden.floats(name + "/param." + p).length]));
            List<List<String>> groups =
                    decayAll ? List.of(NAMES) : List.of(NAMES.subList(0, 1), NAMES.subList(1, 3));
            for (int step = 0; step < 20; step++) {
                for (List<String> group : groups) {
                    NDList g = new NDList();
                    NDList p = new NDList();
                    List<NDList> s = new ArrayList<>();
                    optimizer.slots().forEach(slot -> s.add(new NDList()));
                    for (String member : group) {
                        p.add(parameters.get(member));
                        g.add(gradients.get(member).get(step).duplicate());
                        for (int i = 0; i < s.size(); i++) {
                            s.get(i).add(slots.get(member).get(i));
                        }
                    }
                    optimizer.step(
                            new Optimizer.Group(p, g, s, group.contains("weight")),
                            learningRate,
                            step + 1);
                }
                for (String p : NAMES) {
                    float[] now = parameters.get(p).toFloatArray();
                    System.arraycopy(now, 0, path.get(p), step * now.length, now.length);
                }
            }
            path.forEach((p, values) -> golden.assertClose(name + "/param." + p, values));
        }
    }

    @Test
    void anEmptyHistoryNeedsNoSlots() {
        assertThat(new Sgd(0, 0).slots()).isEmpty();
        assertThat(new Sgd(0.9, 0).slots()).containsExactly("momentum");
        assertThat(new AdamW(0.1).slots()).containsExactly("mean", "square");
    }

    @Test
    void coefficientsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Sgd(1, 0)).hasMessageContaining("momentum in [0, 1)");
        assertThatThrownBy(() -> new Sgd(0.9, 0.1, true, 0)).hasMessageContaining("dampening 0");
        assertThatThrownBy(() -> new Adam(1, 0.9, 1e-8, 0)).hasMessageContaining("betas in [0, 1)");
        assertThatThrownBy(() -> new RmsProp(1, 1e-8, 0)).hasMessageContaining("decay in [0, 1)");
        assertThatThrownBy(() -> new Adagrad(0, 0)).hasMessageContaining("epsilon > 0");
        assertThatThrownBy(() -> new AdamW(-1)).hasMessageContaining("Weight decay");
        assertThatThrownBy(() -> new AdamW(Double.NaN)).hasMessageContaining("Weight decay");
        assertThatThrownBy(() -> new Lars(0.9, false, 0, 0, false)).hasMessageContaining("trust");
    }

    private static NDArray array(NDManager manager, Golden golden, String tensor) {
        return manager.create(golden.floats(tensor), new Shape(golden.shape(tensor)));
    }
}
