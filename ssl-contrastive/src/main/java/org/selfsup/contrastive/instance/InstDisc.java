package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.random.RandomGenerator;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.InstanceNceLoss;
import org.selfsup.train.Buffer;
import org.selfsup.train.MemoryBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Instance discrimination: every sample is a class of its own, whose weights are what a memory bank
 * remembers of it.
 *
 * <pre>{@code
 * P(j|x) = exp(v_j . x / t) / Z,   h = P / (P + K/M)                     (eq. 4, 6)
 * L = -log h(i, x_i) - sum_{k=1..K} log(1 - h(j_k, x_i)) + lambda |x_i - v_i|^2   (section 3.2, 3.3)
 * v_i <- normalise(m v_i + (1 - m) x_i)
 * }</pre>
 *
 * <p>Input: one view {@code (n, c, h, w)}, and with the {@link Pass} the index of every sample. The
 * encoder gives {@code (n, d)}, the projector {@code (n, p)}, which is brought to unit length: x.
 * Both are trained. The bank v {@code (M, p)}, one row for each of the M samples, follows without
 * gradient; the K others j_k are drawn uniformly for each sample; Z is estimated on the first batch
 * and kept. Bank and Z are part of a checkpoint. After training the encoder's output is the
 * representation. {@code contrast} and {@code proximity} are reported, the latter without lambda.
 *
 * <p>A sample is compared with what it was an epoch ago, so nothing is learnt from it before its
 * second: give it many epochs, or few samples. A large lambda steadies it but holds it back as long
 * as the bank is random.
 *
 * <p>Where M is small {@link org.selfsup.loss.InstanceSoftmaxLoss} compares with all of the bank.
 *
 * <p>Wu et al. 2018, <a href="https://arxiv.org/abs/1805.01978">Unsupervised feature learning via
 * non-parametric instance discrimination</a>.
 */
public final class InstDisc implements PretextTask {

    private final Networks networks;
    private final Sequence network;
    private final MemoryBank bank;
    private final Buffer normalizer;
    private final int samples;
    private final Config config;
    private final InstanceNceLoss loss;

    /**
     * What the paper leaves to choose.
     *
     * @param dimension p, that the projector gives; 128 in the paper
     * @param noise K, others that a sample is told from, at least 1; 4096 in the paper
     * @param temperature t, positive; 0.07 in the paper
     * @param momentum m, share of a row that is kept, 0 to 1; 0.5 in the paper
     * @param proximal lambda, at least 0; 30 in the paper's experiment with it
     */
    public record Config(
            int dimension, int noise, float temperature, double momentum, double proximal) {

        /** The paper's figures. */
        public static final Config PAPER = new Config(128, 4096, 0.07f, 0.5, 30);

        /** Checks the numbers; the parts check the rest. */
        public Config {
            if (noise < 1
                    || !(momentum >= 0 && momentum <= 1)
                    || !(proximal >= 0 && proximal < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "Instance discrimination needs at least 1 noise sample, a momentum of 0 to"
                                + " 1 and a finite proximal weight of at least 0, got "
                                + noise
                                + ", "
                                + momentum
                                + " and "
                                + proximal);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}, one linear layer in the paper
     * @param samples M, of the training set
     * @param config sizes and coefficients
     */
    public InstDisc(Block encoder, Block projector, int samples, Config config) {
        this.samples = samples;
        this.config = config;
        networks = new Networks().add("encoder", encoder).add("projector", projector);
        network = networks.chain("encoder", "projector");
        bank = new MemoryBank(samples, config.dimension());
        normalizer = new Buffer(2); // whether it is known, log Z
        networks.beside("bank", bank).beside("normalizer", normalizer);
        loss = new InstanceNceLoss(config.temperature());
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        int[] own = Instances.of(pass, views.head());
        NDArray x = pass.forward(network, views.head()).normalize(2, 1); // (n, p)
        pass.watch(x);
        NDArray index = index(own, x, pass.random()); // (n, 1 + K)
        NDArray contrast = loss.evaluate(x, bank.rows(), index, logNormalizer(pass, x, index));
        NDArray proximity = x.sub(bank.rows(own)).square().sum(new int[] {1}).mean();
        pass.report("contrast", contrast);
        pass.report("proximity", proximity);
        pass.afterStep(() -> bank.update(own, x, config.momentum()));
        return contrast.add(Numbers.times(proximity, config.proximal()));
    }

    /** Each sample, then those it is told from. */
    private NDArray index(int[] own, NDArray x, RandomGenerator random) {
        long[] index = new long[own.length * (1 + config.noise())];
        int at = 0;
        for (int sample : own) {
            index[at++] = sample;
            for (int k = 0; k < config.noise(); k++) {
                index[at++] = random.nextInt(samples);
            }
        }
        return x.getManager().create(index, new Shape(own.length, 1 + config.noise()));
    }

    private NDArray logNormalizer(Pass pass, NDArray x, NDArray index) {
        if (normalizer.value().getFloat(0) > 0) {
            return normalizer.value().get(1);
        }
        NDArray estimate = loss.logNormalizer(x, bank.rows(), index);
        pass.afterStep(() -> normalizer.set(estimate.onesLike().stack(estimate)));
        return estimate;
    }
}
