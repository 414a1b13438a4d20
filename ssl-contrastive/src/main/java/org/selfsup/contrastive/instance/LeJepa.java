package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.SigRegLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * LeJEPA: every view's embedding shall be near the mean of the global ones, and the embeddings of a
 * batch shall follow a standard normal distribution.
 *
 * <pre>{@code
 * L = (1 - lambda) mean_v mean (mu - z_v)^2 + lambda mean_v SIGReg(z_v)
 * mu = mean of z over the global views
 * }</pre>
 *
 * <p>Input: global views {@code (n, c, h, w)}, as many as configured, then any number of local
 * ones, which may be smaller; row i of all shows the same sample. The encoder gives {@code (n, d)},
 * the projector {@code (n, p)}. Both are trained. There is no teacher, no stop-gradient, no
 * schedule. After training the encoder gives the representation.
 *
 * <p>Written from programs that follow the paper's listing and from the authors' minimal example
 * (where mu is the mean over all views), not checked against its text; hence no numbers of
 * equations. The projector is the example's.
 *
 * <p>Use it where schedules and targets are a burden, with any encoder. The normal distribution
 * keeps it from collapsing; a batch of less than some hundred samples estimates it badly, and a
 * lambda that is too small lets embeddings shrink.
 *
 * <p>Balestriero and LeCun 2025, <a href="https://arxiv.org/abs/2511.08544">LeJEPA: provable and
 * scalable self-supervised learning without the heuristics</a>.
 */
public final class LeJepa implements PretextTask {

    private final Networks networks;
    private final Sequence network;
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param globals global views, which come first, at least 1
     * @param lambda weight of the regularisation, 0 to 1; 0.02 in the authors' example
     * @param regularization SIGReg
     */
    public record Config(int globals, float lambda, SigRegLoss regularization) {

        /** Two global views and lambda 0.05, not checked against the paper's text. */
        public static final Config PAPER = new Config(2, 0.05f, SigRegLoss.PAPER);

        /** Checks the numbers. */
        public Config {
            if (globals < 1 || !(lambda >= 0 && lambda <= 1)) {
                throw new IllegalArgumentException(
                        "LeJEPA needs at least 1 global view and a lambda from 0 to 1, got "
                                + globals
                                + " and "
                                + lambda);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}, of several sizes if there are local views
     * @param projector {@code (n, d) -> (n, p)}; d-2048-2048-p with BatchNorm in the example
     * @param config coefficients
     */
    public LeJepa(Block encoder, Block projector, Config config) {
        this.config = config;
        networks = new Networks().add("encoder", encoder).add("projector", projector);
        network = networks.chain("encoder", "projector");
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDList z = new NDList();
        NDList irregular = new NDList();
        for (NDArray view : views) {
            z.add(pass.forward(network, view)); // (n, p)
            irregular.add(config.regularization().evaluate(z.get(z.size() - 1)));
        }
        NDArray all = NDArrays.stack(z); // (v, n, p)
        NDArray mu = NDArrays.stack(z.subNDList(0, config.globals())).mean(new int[] {0});
        NDArray prediction = all.sub(mu).square().mean();
        NDArray regularization = NDArrays.stack(irregular).mean();
        pass.report("prediction", prediction);
        pass.report("regularization", regularization);
        pass.watch(z.get(0), z.get(z.size() - 1));
        return Numbers.times(prediction, 1 - config.lambda())
                .add(Numbers.times(regularization, config.lambda()));
    }
}
