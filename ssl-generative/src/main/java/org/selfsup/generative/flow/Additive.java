package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;

/**
 * A shift, which keeps volumes.
 *
 * <pre>{@code y = x + t }</pre>
 *
 * <p>Dinh et al. 2014, <a href="https://arxiv.org/abs/1410.8516">NICE</a>, section 3.2.
 */
public record Additive() implements Elementwise {

    @Override
    public int parameters() {
        return 1;
    }

    @Override
    public Result forward(NDArray x, NDArray parameters) {
        return new Result(x.add(parameters), x.zerosLike());
    }

    @Override
    public Result inverse(NDArray y, NDArray parameters) {
        return new Result(y.sub(parameters), y.zerosLike());
    }
}
