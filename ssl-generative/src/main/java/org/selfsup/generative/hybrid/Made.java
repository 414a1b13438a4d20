package org.selfsup.generative.hybrid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.generative.autoregressive.BernoulliPixels;
import org.selfsup.generative.flow.MaskedLinear;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Masked autoencoder for distribution estimation: an autoencoder whose masks let each output see
 * only the inputs before its own, so that the outputs are the conditionals of a distribution.
 *
 * <pre>{@code
 * p(x) = prod_d p(x_d | x_<d),   loss = -mean over x of log p(x), in nats
 * h^l = ReLU( (W^l o M^l) h^(l-1) + b^l ),   logits = (V o M^V) h^L + c
 * M^l_kj = 1 if m^l(k) >= m^(l-1)(j),   M^V_dk = 1 if m^0(d) > m^L(k)
 * }</pre>
 *
 * <p>Input: samples {@code (n, ...)} of 0 and 1, laid flat to {@code (n, d)}. All is trained. With
 * more than one {@link Ordering} each step takes the next (order-agnostic training), the weights
 * being shared, and p is the mean of the probabilities under all of them, still exact. The encoder
 * that probes see is the last hidden layer under the first ordering, {@code (n, units)}.
 *
 * <p>A likelihood costs one pass for each ordering, a sample d passes.
 *
 * <p>Differs from the paper in that there are no direct connections from inputs to outputs, and no
 * weights that tell a hidden unit which inputs are masked.
 *
 * <p>Use it as a cheap exact density of small binary data, or as the network of autoregressive
 * flows. It knows nothing of neighbourhoods in pictures.
 *
 * <p>Germain et al. 2015, <a href="https://arxiv.org/abs/1502.03509">MADE: Masked Autoencoder for
 * Distribution Estimation</a>, sections 3 and 4.
 */
public final class Made implements PretextTask {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def log_mean(self, each: Tensor) -> Tensor:
                      return torch.logsumexp(torch.log_softmax(torch.zeros_like(each), 0) + each, [0])
                    def told(self, x: Tensor, drawn: Tensor, degrees: Tensor, i: Tensor) -> Tensor:
                      return torch.where(torch.eq(degrees, i), drawn, x)
                    """);

    private final Shape sample;
    private final List<Ordering> orderings;
    private final List<Sequence> models = new ArrayList<>(); // x to logits, one an ordering
    private final Networks networks;
    private final Block encoder;
    private final BernoulliPixels bits = new BernoulliPixels();

    /**
     * A model of binary samples with one order of their values.
     *
     * @param sample shape of one sample, such as (c, h, w), of at least 2 values
     * @param hidden units of each hidden layer; one of 8000 in the paper's best with one mask
     */
    public Made(Shape sample, int... hidden) {
        this(sample, List.of(Ordering.natural(Math.toIntExact(sample.size()), hidden)));
    }

    /**
     * A model of binary samples.
     *
     * @param sample shape of one sample, of d values
     * @param orderings at least one, all of d inputs and the same numbers of units
     */
    public Made(Shape sample, List<Ordering> orderings) {
        if (orderings.isEmpty() || orderings.get(0).inputs().length != sample.size()) {
            throw new IllegalArgumentException(
                    "MADE orders the %d values of %s, got %s"
                            .formatted(
                                    sample.size(),
                                    sample,
                                    orderings.isEmpty()
                                            ? "no ordering"
                                            : "an ordering of "
                                                    + orderings.get(0).inputs().length));
        }
        this.sample = sample;
        this.orderings = List.copyOf(orderings);
        List<MaskedLinear> layers = new ArrayList<>();
        Ordering first = orderings.get(0);
        int[] seen = first.inputs();
        for (int[] units : first.hidden()) {
            layers.add(new MaskedLinear(seen, units));
            seen = units;
        }
        MaskedLinear output = new MaskedLinear(seen, first.outputs());
        encoder = hidden(layers);
        networks = new Networks().add("encoder", encoder).add("output", output);
        models.add(networks.chain("encoder", "output"));
        for (Ordering other : orderings.subList(1, orderings.size())) {
            models.add(reordered(layers, output, other));
        }
    }

    private static Sequence hidden(List<? extends Block> layers) {
        Sequence net = new Sequence().add("flatten", Layers.flatten());
        for (int i = 0; i < layers.size(); i++) {
            net.add("layer" + i, layers.get(i)).add("relu" + i, Layers.reluInPlace());
        }
        return net;
    }

    /** The same weights under the masks of another ordering. */
    private static Sequence reordered(
            List<MaskedLinear> layers, MaskedLinear output, Ordering ordering) {
        if (ordering.hidden().size() != layers.size()) {
            throw new IllegalArgumentException(
                    "Orderings are of the same network, got one of %d and one of %d hidden layers"
                            .formatted(layers.size(), ordering.hidden().size()));
        }
        List<Block> others = new ArrayList<>();
        int[] seen = ordering.inputs();
        for (int i = 0; i < layers.size(); i++) {
            int[] units = ordering.hidden().get(i);
            others.add(layers.get(i).under(seen, units));
            seen = units;
        }
        return hidden(others).add("output", output.under(seen, ordering.outputs()));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public Block encoder() {
        return encoder;
    }

    @Override
    public boolean sumsOverSamples() {
        return true;
    }

    /** Under the ordering whose turn it is. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        int turn = (int) (pass.step() % models.size());
        return logLikelihood(pass, batch.singletonOrThrow(), turn).mean().neg();
    }

    /**
     * log p(x) of every sample, in nats: of more than one ordering that of the mean probability.
     *
     * @param x samples {@code (n, ...)}
     * @return {@code (n)}
     */
    public NDArray logLikelihood(Pass pass, NDArray x) {
        NDList each = new NDList();
        for (int i = 0; i < models.size(); i++) {
            each.add(logLikelihood(pass, x, i));
        }
        return each.size() == 1
                ? each.head()
                : OPS.apply("log_mean", NDArrays.stack(each)); // (orderings, n)
    }

    private NDArray logLikelihood(Pass pass, NDArray x, int ordering) {
        return bits.logLikelihood(logits(pass, x, ordering), x.reshape(x.size(0), -1));
    }

    /**
     * What is told of every value from those before it.
     *
     * @param x samples {@code (n, ...)}
     * @param ordering its number, from 0
     * @return logits {@code (n, d)}
     */
    public NDArray logits(Pass pass, NDArray x, int ordering) {
        return pass.forward(models.get(ordering), x);
    }

    /**
     * New samples {@code (n, ...)}, drawn with libtorch's generator: of more than one ordering
     * equally many under each, the first ones under the first.
     */
    public NDArray sample(Pass pass, int n) {
        NDList made = new NDList();
        int k = Math.min(n, models.size());
        for (int i = 0; i < k; i++) {
            made.add(sample(pass, (i + 1) * n / k - i * n / k, i));
        }
        NDArray all = made.size() == 1 ? made.head() : NDArrays.concat(made);
        return all.reshape(new Shape(n).addAll(sample));
    }

    private NDArray sample(Pass pass, int n, int ordering) {
        Shape flat = new Shape(n, sample.size());
        NDArray x = pass.manager().zeros(flat);
        try (Autograd off = Autograd.off();
                NDArray noise = pass.manager().randomUniform(0, 1, flat);
                NDArray degrees = Numbers.of(pass.manager(), orderings.get(ordering).degrees())) {
            for (int i = 1; i <= sample.size(); i++) {
                try (NDScope scope = new NDScope();
                        NDArray before = x) {
                    scope.suppressNotUsedWarning();
                    NDArray logits =
                            models.get(ordering)
                                    .forward(pass.store(), new NDList(before), false)
                                    .head();
                    NDArray told = Numbers.of(pass.manager(), new long[] {i});
                    x = OPS.apply("told", before, bits.draw(logits, noise), degrees, told);
                    NDScope.unregister(x);
                }
            }
        }
        return x;
    }
}
