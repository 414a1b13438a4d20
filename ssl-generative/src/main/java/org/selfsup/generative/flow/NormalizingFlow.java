package org.selfsup.generative.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A flow and a prior of its codes, trained by the exact likelihood of the samples.
 *
 * <pre>{@code loss = -mean over x of ( log p(f(x)) + log |det df(x)/dx| ), in nats }</pre>
 *
 * <p>Input: samples {@code (n, ...)} from a continuous distribution. Counts, such as pixels of 256
 * values, must be {@linkplain org.selfsup.augment.Dequantize dequantised}: the density of integers
 * has no bound. A second array, if the flow is conditional, is the condition {@code (n, k)}.
 *
 * <p>The methods of this package are what differs between papers: how f is made.
 */
public abstract class NormalizingFlow implements PretextTask {

    private final Flow flow;
    private final Prior prior;
    private final Shape sample;
    private final Networks networks;

    /**
     * Puts flow and prior together.
     *
     * @param flow f
     * @param prior of z
     * @param sample shape of one sample, without n
     * @param condition features of the condition, 0 for none
     */
    protected NormalizingFlow(Flow flow, Prior prior, Shape sample, int condition) {
        this.flow = flow;
        this.prior = prior;
        this.sample = sample;
        Shape x = new Shape(1).addAll(sample);
        networks =
                condition == 0
                        ? new Networks().add("flow", flow, x)
                        : new Networks().add("flow", flow, x, new Shape(1, condition));
    }

    @Override
    public final Networks networks() {
        return networks;
    }

    /** From samples {@code (n, ...)} to codes, laid flat, {@code (n, d)}. */
    @Override
    public final Block encoder() {
        return new FlowCode(flow);
    }

    @Override
    public final boolean sumsOverSamples() {
        return true;
    }

    @Override
    public final NDArray loss(Pass pass, NDList batch) {
        return logLikelihood(pass, batch).mean().neg();
    }

    /**
     * log p(x) of every sample, in nats.
     *
     * @param batch x {@code (n, ...)} and the condition, if the flow has one
     * @return {@code (n)}
     */
    public final NDArray logLikelihood(Pass pass, NDList batch) {
        NDList mapped = pass.forward(flow, batch);
        return prior.logDensity(mapped.get(0)).add(mapped.get(1));
    }

    /** New samples {@code (n, ...)}, drawn with libtorch's generator. */
    public final NDArray sample(Pass pass, int n) {
        return sample(pass, n, 1);
    }

    /**
     * New samples {@code (n, ...)} of codes drawn nearer to their mean, with libtorch's generator.
     *
     * @param temperature what codes are multiplied by, positive: below 1 samples are likelier and
     *     more alike, 0.7 in Glow's figures
     */
    public final NDArray sample(Pass pass, int n, double temperature) {
        return sample(pass, n, temperature, new NDList());
    }

    /**
     * New samples {@code (n, ...)} given conditions, drawn with libtorch's generator.
     *
     * @param temperature what codes are multiplied by, positive
     * @param condition {@code (n, k)}, or nothing for a flow without conditions
     * @throws IllegalArgumentException if the temperature is not positive
     */
    public final NDArray sample(Pass pass, int n, double temperature, NDList condition) {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A flow is sampled at a positive temperature, such as 0.7, got " + temperature);
        }
        Shape codes = flow.latentShape(new Shape(n).addAll(sample));
        NDList inputs = new NDList(Numbers.times(prior.sample(pass.manager(), codes), temperature));
        inputs.addAll(condition);
        return flow.inverse(pass.store(), inputs, pass.training()).value();
    }
}
