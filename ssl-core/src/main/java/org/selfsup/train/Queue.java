package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/**
 * The last K embeddings, first in, first out: MoCo's dictionary, the support set of NNCLR.
 *
 * <p>At first its rows are random directions of length 1, as in MoCo's reference code.
 *
 * <p>He et al. 2019, <a href="https://arxiv.org/abs/1911.05722">Momentum contrast for unsupervised
 * visual representation learning</a>, section 3.2.
 */
public final class Queue extends Memory {

    private final Parameter next;

    /**
     * A queue.
     *
     * @param size K, rows, at least 1
     * @param dimension d, of an embedding, at least 1
     */
    public Queue(int size, int dimension) {
        super(size, dimension);
        next = buffer("next", Initializer.ZEROS, new Shape(1));
    }

    /**
     * Puts embeddings in the place of the oldest. The gradient of a loss that read the rows must be
     * known before: see {@link Pass#afterStep(Runnable)}.
     *
     * @param embeddings {@code (n, d)}, n at most K
     */
    public void enqueue(NDArray embeddings) {
        Shape shape = embeddings.getShape();
        if (shape.dimension() != 2 || shape.get(0) > size || shape.get(1) != dimension) {
            throw new IllegalArgumentException(
                    "This queue takes up to "
                            + size
                            + " embeddings of "
                            + dimension
                            + " dimensions, got "
                            + shape
                            + "; make the queue at least as long as a batch");
        }
        long n = shape.get(0);
        long place = (long) next.getArray().getFloat();
        long first = Math.min(n, size - place);
        put(place, embeddings, 0, first);
        put(0, embeddings, first, n - first);
        next.getArray().set(new float[] {(place + n) % size});
    }

    private void put(long place, NDArray embeddings, long from, long count) {
        if (count > 0) {
            try (NDArray part = embeddings.get(new NDIndex(from + ":" + (from + count)))) {
                rows().set(new NDIndex(place + ":" + (place + count)), part);
            }
        }
    }
}
