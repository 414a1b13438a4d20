package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.random.RandomGenerator;
import org.selfsup.engine.Autograd;

/**
 * Samples that a generator made some steps ago, so that its discriminator does not forget them.
 *
 * <p>Shrivastava et al. 2016, <a href="https://arxiv.org/abs/1612.07828">Learning from Simulated
 * and Unsupervised Images through Adversarial Training</a>, section 2.3; used by CycleGAN.
 */
public final class History extends Memory {

    private final Shape sample;
    private final Parameter held;

    /**
     * Room for samples.
     *
     * @param size most samples kept, at least 1; 50 in CycleGAN
     * @param sample shape of one, such as {@code (c, h, w)}
     */
    public History(int size, Shape sample) {
        super(size, Math.toIntExact(sample.size()), Initializer.ZEROS);
        this.sample = sample;
        held = buffer("held", Initializer.ZEROS, new Shape(1));
    }

    /**
     * Exchanges samples one after another. While there is room a sample is kept and returned; later
     * one of those kept is returned in its place with probability 1/2, which it then takes.
     *
     * @param made new samples {@code (n, ...)}
     * @param random the only source of randomness
     * @return as many, new or old, without gradient
     */
    public NDArray exchange(NDArray made, RandomGenerator random) {
        Shape shape = made.getShape();
        if (shape.dimension() != sample.dimension() + 1 || !shape.slice(1).equals(sample)) {
            throw new IllegalArgumentException(
                    "This history keeps samples of " + sample + ", got " + shape);
        }
        NDList returned = new NDList();
        try (Autograd off = Autograd.off()) {
            int count = (int) held.getArray().getFloat();
            NDArray rows = made.stopGradient().reshape(shape.get(0), dimension);
            for (int i = 0; i < shape.get(0); i++) {
                NDArray own = rows.get(new NDIndex(i + ":" + (i + 1))); // (1, d)
                if (count < size) {
                    put(count++, own);
                    returned.add(own);
                } else if (random.nextBoolean()) {
                    int place = random.nextInt(size);
                    returned.add(at(place).duplicate());
                    put(place, own);
                } else {
                    returned.add(own);
                }
            }
            held.getArray().set(new float[] {count});
            return Autograd.concat(returned, 0).reshape(shape);
        }
    }

    private NDArray at(int place) {
        return rows().get(new NDIndex(place + ":" + (place + 1)));
    }

    private void put(int place, NDArray row) {
        rows().set(new NDIndex(place + ":" + (place + 1)), row);
    }
}
