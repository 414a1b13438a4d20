package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.selfsup.engine.Numbers;

/**
 * A normal distribution for each sample, of independent coordinates: what encoders of variational
 * methods give, {@code q(z|x) = N(mu(x), diag sigma(x)^2)}.
 *
 * @param mean mu, {@code (n, d)}
 * @param logVariance log sigma^2, {@code (n, d)}
 */
public record DiagonalGaussian(NDArray mean, NDArray logVariance) {

    /** A draw {@code mu + sigma eps}, {@code (n, d)}, from libtorch's generator, with gradient. */
    public NDArray sample() {
        return sample(1).squeeze(1);
    }

    /** Some draws for each sample, {@code (n, k, d)}. */
    public NDArray sample(int k) {
        Shape shape = mean.getShape();
        NDArray epsilon = mean.getManager().randomNormal(new Shape(shape.get(0), k, shape.get(1)));
        NDArray sigma = Numbers.times(logVariance, 0.5).exp();
        return mean.expandDims(1).add(sigma.expandDims(1).mul(epsilon));
    }
}
