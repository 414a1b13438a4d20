package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.Arrays;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.WMseLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * W-MSE: two views shall embed alike once the embeddings are whitened, which spreads them over the
 * whole space.
 *
 * <pre>{@code
 * L = mean over samples of |v1 / |v1| - v2 / |v2||^2,   v = W (z - mean of z),   W^T W = Cov(z)^-1
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. The encoder gives
 * {@code (n, d)}, the projector {@code (n, p)}. Both are trained, the gradient flows through the
 * whitening too. After training the encoder's output is the representation.
 *
 * <p>As in the paper a batch is shuffled and whitened in parts, which keeps a network from reading
 * a sample off the statistics of its batch; both views are cut alike. This is W-MSE 2, two views a
 * sample; the paper's W-MSE 4 takes four.
 *
 * <p>Needs neither negatives, nor a predictor, nor a target. A part must have more rows than the
 * embedding has dimensions, twice as many in the paper, so the embedding is small: 64 for parts of
 * 128.
 *
 * <p>Ermolov et al. 2021, <a href="https://arxiv.org/abs/2007.06346">Whitening for self-supervised
 * representation learning</a>.
 */
public final class WMse implements PretextTask {

    private final Siamese siamese;
    private final Config config;
    private final WMseLoss loss;

    /**
     * What the paper leaves to choose.
     *
     * @param part fewest rows that are whitened together, above p; a batch has at least as many
     * @param repeats times a batch is shuffled and cut, at least 1; more steady the whitening
     * @param epsilon share of the identity in the covariance, 0 to 1; 0 in the paper
     */
    public record Config(int part, int repeats, float epsilon) {

        /** Parts of 128, cut once, as for CIFAR-10. */
        public static final Config PAPER = new Config(128, 1, 0);

        /** Checks the numbers; the loss checks epsilon. */
        public Config {
            if (part < 2 || repeats < 1) {
                throw new IllegalArgumentException(
                        "W-MSE whitens parts of at least 2 rows, at least once, got "
                                + part
                                + " and "
                                + repeats);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}; d-1024-64 with BatchNorm for small pictures in the
     *     paper
     * @param config sizes and epsilon
     */
    public WMse(Block encoder, Block projector, Config config) {
        siamese = new Siamese(encoder, projector);
        this.config = config;
        loss = new WMseLoss(config.epsilon());
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return siamese.compare(pass, views, (z1, z2) -> loss(pass, z1, z2));
    }

    /**
     * The mean over all parts.
     *
     * @throws IllegalArgumentException if there are too few rows for one
     */
    private NDArray loss(Pass pass, NDArray z1, NDArray z2) {
        int n = (int) z1.size(0);
        int parts = n / config.part();
        if (parts == 0) {
            throw new IllegalArgumentException(
                    "W-MSE whitens parts of at least "
                            + config.part()
                            + " rows, got "
                            + n
                            + "; enlarge the batch, or make the parts smaller");
        }
        NDList losses = new NDList();
        for (int repeat = 0; repeat < config.repeats(); repeat++) {
            int[] order = Randomness.permutation(n, pass.random());
            for (int i = 0; i < parts; i++) {
                int[] part = Arrays.copyOfRange(order, n * i / parts, n * (i + 1) / parts);
                losses.add(loss.evaluate(Rows.of(z1, part), Rows.of(z2, part)));
            }
        }
        NDArray sum = losses.stream().reduce(NDArray::add).orElseThrow();
        return Numbers.times(sum, 1.0 / losses.size());
    }
}
