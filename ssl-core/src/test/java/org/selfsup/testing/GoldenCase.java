package org.selfsup.testing;

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

/**
 * One case of a golden group: its inputs as arrays, its expected values and gradients.
 *
 * <p>The groups contrastive_losses, generative, mi_graph and adversarial were computed in float64
 * by the implementations that each test names; derived cases are the papers' formulas, checked
 * there by a second computation.
 */
public final class GoldenCase implements AutoCloseable {

    private final NDManager manager = LibTorch.newManager(Device.cpu());

    private final Autograd recording = Autograd.on();
    private final String name;
    private final Map<String, NDArray> inputs = new LinkedHashMap<>();
    private Golden golden;

    /**
     * Opens a case.
     *
     * @param part what is compared with it
     * @param group of golden cases
     * @param name of the case
     */
    public GoldenCase(Class<?> part, String group, String name) {
        this.golden = Golden.open(group, part);
        this.name = name + "/";
    }

    /** What follows is compared with another part. */
    public GoldenCase of(Class<?> part) {
        golden = golden.of(part);
        return this;
    }

    /** What follows is compared with a part whose convention differs. */
    public GoldenCase differing(String how) {
        golden = golden.differing(how);
        return this;
    }

    /** Owner of the inputs. */
    public NDManager manager() {
        return manager;
    }

    /** An input; it takes a gradient where the case has one for it. */
    public NDArray get(String tensor) {
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

    /** The values of a tensor. */
    public float[] floats(String tensor) {
        return golden.floats(name + tensor);
    }

    /** An input of whole numbers. */
    public NDArray longs(String tensor) {
        return manager.create(golden.longs(name + tensor), new Shape(golden.shape(name + tensor)));
    }

    /** Whether the case has a tensor of that name. */
    public boolean has(String tensor) {
        return golden.has(name + tensor);
    }

    /** Asserts that an output agrees. */
    public void check(String tensor, NDArray actual) {
        assertThat(actual.getShape()).as(name + tensor).isEqualTo(shape(tensor));
        golden.assertClose(name + tensor, actual.toFloatArray());
    }

    /** Asserts that an output of whole numbers agrees. */
    public void checkLongs(String tensor, NDArray actual) {
        assertThat(actual.getShape()).as(name + tensor).isEqualTo(shape(tensor));
        golden.assertEqual(name + tensor, actual.toLongArray());
    }

    /** Asserts that a loss and its gradients for the inputs used so far agree. */
    public void checkLoss(NDArray loss) {
        check("loss", loss);
        checkGradients(loss, "grad_");
    }

    /** Asserts that the gradients named PREFIX + INPUT agree. */
    public void checkGradients(NDArray loss, String prefix) {
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
