package org.selfsup.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.testing.Golden;

/**
 * One case of a golden group: its inputs as arrays, its expected values and gradients.
 *
 * <p>The groups contrastive_losses, generative, mi_graph and adversarial were computed in float64
 * by the implementations that each test names; derived cases are the papers' formulas, checked
 * there by a second computation.
 */
final class GoldenCase implements AutoCloseable {

    final NDManager manager = LibTorch.newManager(Device.cpu());

    private final Autograd recording = Autograd.on();
    private final String name;
    private final Map<String, NDArray> inputs = new LinkedHashMap<>();
    private Golden golden;

    GoldenCase(Class<?> part, String group, String name) {
        this.golden = Golden.open(group, part);
        this.name = name + "/";
    }

    /** What follows is compared with another part. */
    GoldenCase of(Class<?> part) {
        golden = golden.of(part);
        return this;
    }

    /** What follows is compared with a part whose convention differs. */
    GoldenCase differing(String how) {
        golden = golden.differing(how);
        return this;
    }

    /** An input; it takes a gradient where the case has one for it. */
    NDArray get(String tensor) {
        return inputs.computeIfAbsent(
                tensor,
                t -> {
                    NDArray array =
                            manager.create(
                                    golden.floats(name + t), new Shape(golden.shape(name + t)));
                    array.setRequiresGradient(true);
                    return array;
                });
    }

    /** An input of whole numbers. */
    NDArray longs(String tensor) {
        return manager.create(golden.longs(name + tensor), new Shape(golden.shape(name + tensor)));
    }

    boolean has(String tensor) {
        return golden.has(name + tensor);
    }

    /** Asserts that an output agrees. */
    void check(String tensor, NDArray actual) {
        assertThat(actual.getShape()).as(name + tensor).isEqualTo(shape(tensor));
        golden.assertClose(name + tensor, actual.toFloatArray());
    }

    /** Asserts that an output of whole numbers agrees. */
    void checkLongs(String tensor, NDArray actual) {
        assertThat(actual.getShape()).as(name + tensor).isEqualTo(shape(tensor));
        golden.assertEqual(name + tensor, actual.toLongArray());
    }

    /** Asserts that a loss and its gradients for the inputs used so far agree. */
    void checkLoss(NDArray loss) {
        check("loss", loss);
        checkGradients(loss, "grad_");
    }

    /** Asserts that the gradients named PREFIX + INPUT agree. */
    void checkGradients(NDArray loss, String prefix) {
        NDList gradients =
                Autograd.gradientsKeepingGraph(
                        new NDList(loss), new NDList(loss.onesLike()), new NDList(inputs.values()));
        boolean[] some = new boolean[1];
        int[] i = new int[1];
        inputs.keySet()
                .forEach(
                        tensor -> {
                            NDArray gradient = gradients.get(i[0]++);
                            if (has(prefix + tensor)) {
                                some[0] = true;
                                check(prefix + tensor, gradient);
                            }
                        });
        assertThat(some[0]).as(name + " has gradients").isTrue();
    }

    private Shape shape(String tensor) {
        return new Shape(golden.shape(name + tensor));
    }

    @Override
    public void close() {
        recording.close();
        manager.close();
    }
}
