package org.selfsup.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether libtorch records what happens on this thread, and the backward pass.
 *
 * <pre>{@code
 * try (Autograd recording = Autograd.on()) {
 *     NDArray loss = ...;
 *     Autograd.backward(loss);
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
     * Adds d loss / d p to the gradient of every parameter p the loss was computed from, and frees
     * the graph.
     *
     * @param loss a scalar computed within {@link #on}
     * @throws IllegalArgumentException if it is not a scalar
     */
    public static void backward(NDArray loss) {
        if (loss.getShape().size() != 1) {
            throw new IllegalArgumentException(
                    "Only a scalar has a gradient, got "
                            + loss.getShape()
                            + "; take its sum or mean");
        }
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    /** Sets the gradient of a parameter to zero; does nothing where there is none yet. */
    public static void zeroGradient(NDArray parameter) {
        JniUtils.zeroGrad((PtNDArray) parameter);
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
