package org.selfsup.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether libtorch records what happens on this thread, and the backward pass.
 *
 * <pre>{@code
 * try (Autograd recording = Autograd.on()) {
 *     NDArray loss = ...;
 *     NDList gradients = Autograd.gradients(loss, parameters);
 * }
 * }</pre>
 *
 * <p>libtorch keeps the mode per thread, and DJL switches it off only on the thread that loads the
 * engine: on any other one a plain forward pass builds a graph that nothing frees, and writing to a
 * trained parameter fails. Code of this library therefore never relies on the mode it finds: what
 * trains runs within {@link #on}, everything else within {@link #off}. Both restore what was.
 *
 * <p>Unlike DJL's gradient collector there may be one on every thread, and one inside another.
 */
public final class Autograd implements AutoCloseable {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def gradients(self, p: List[Tensor], y: List[Tensor], dy: List[Tensor]) -> List[Tensor]:
                      return self.derive(p, y, dy, False)
                    def gradients_keeping_graph(self, p: List[Tensor], y: List[Tensor], dy: List[Tensor]) -> List[Tensor]:
                      return self.derive(p, y, dy, True)
                    def recorded(self, x: Tensor) -> Tensor:
                      return torch.tensor(x.requires_grad)
                    def derive(self, p: List[Tensor], y: List[Tensor], dy: List[Tensor], keep: bool) -> List[Tensor]:
                      at = annotate(List[Optional[Tensor]], [])
                      for i in range(len(dy)):
                        torch.append(at, dy[i])
                      found = torch.autograd.grad(y, p, at, keep, False, True)
                      result = annotate(List[Tensor], [])
                      for i in range(len(p)):
                        g = found[i]
                        if g is None:
                          torch.append(result, torch.zeros_like(p[i]))
                        else:
                          d = unchecked_cast(Tensor, g)
                          if torch.stride(d) != torch.stride(p[i]):
                            d = torch.copy_(torch.empty_like(p[i]), d)
                          torch.append(result, d)
                      return result
                    """);

    private final boolean before;
    private final Thread thread = Thread.currentThread();

    private Autograd(boolean enabled) {
        LibTorch.start();
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(enabled);
    }

    /** Records on this thread until closed. */
    public static Autograd on() {
        return new Autograd(true);
    }

    /** Records nothing on this thread until closed. */
    public static Autograd off() {
        return new Autograd(false);
    }

    /**
     * The gradients of a scalar, {@code d loss / d p}; those that parameters hold stay untouched.
     *
     * @param loss a scalar computed within {@link #on}; its graph is freed
     * @param parameters what to derive by, at least one
     * @return for each parameter an array of its shape and layout, on the loss's manager; zeros
     *     where the loss does not depend on it. Not to be written to: two may be the same.
     * @throws IllegalArgumentException if it is not a scalar
     */
    public static NDList gradients(NDArray loss, NDList parameters) {
        checkScalar(loss);
        try (NDArray one = loss.onesLike()) {
            return gradients(new NDList(loss), new NDList(one), parameters);
        }
    }

    /**
     * The gradients of any arrays y, given those of a scalar by them: {@code sum dy . d y / d p}.
     *
     * @param y computed within {@link #on}; their graph is freed
     * @param dy the gradients at y, of their shapes
     * @param parameters what to derive by, at least one
     * @return as {@link #gradients(NDArray, NDList)}, on the manager of the first y
     */
    public static NDList gradients(NDList y, NDList dy, NDList parameters) {
        return derive("gradients", y, dy, parameters);
    }

    /** As {@link #gradients(NDList, NDList, NDList)}, but the graph stays to be used again. */
    public static NDList gradientsKeepingGraph(NDList y, NDList dy, NDList parameters) {
        return derive("gradients_keeping_graph", y, dy, parameters);
    }

    private static NDList derive(String how, NDList y, NDList dy, NDList parameters) {
        NDList gradients = OPS.callLists(how, parameters, y, dy);
        gradients.attach(y.head().getManager());
        return gradients;
    }

    /**
     * Whether a gradient flows through an array: it is a trained parameter, or was computed from
     * one while it was recorded. DJL's {@code hasGradient} knows the first kind only.
     */
    public static boolean flowsThrough(NDArray array) {
        try (NDArray recorded = OPS.apply("recorded", array)) {
            return recorded.getBoolean();
        }
    }

    /** Whether this thread records. */
    public static boolean isOn() {
        LibTorch.start();
        return JniUtils.isGradMode();
    }

    /**
     * Adds d loss / d p to the gradient of every parameter p the loss was computed from, and frees
     * the graph.
     *
     * @param loss a scalar computed within {@link #on}
     * @throws IllegalArgumentException if it is not a scalar
     */
    public static void backward(NDArray loss) {
        checkScalar(loss);
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    /**
     * Joins arrays along an axis. DJL's own concat of a single array copies it without its
     * gradient; this does not.
     *
     * @param arrays at least one
     * @param axis to join along
     */
    public static NDArray concat(NDList arrays, int axis) {
        NDArray first = arrays.head();
        return arrays.size() == 1 ? first.reshape(first.getShape()) : NDArrays.concat(arrays, axis);
    }

    private static void checkScalar(NDArray loss) {
        if (loss.getShape().size() != 1) {
            throw new IllegalArgumentException(
                    "Only a scalar has a gradient, got "
                            + loss.getShape()
                            + "; take its sum or mean");
        }
    }

    /** Puts back the mode that was. */
    @Override
    public void close() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "The gradient mode belongs to thread "
                            + thread.getName()
                            + "; close it there, not on "
                            + Thread.currentThread().getName());
        }
        JniUtils.setGradMode(before);
    }
}
