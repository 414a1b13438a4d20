package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.BatchNorm;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SimCLR v2: {@link SimClr} with a projector of three layers, whose first is kept when the network
 * is fine-tuned.
 *
 * <pre>{@code
 * z = W3 relu(W2 relu(W1 f(x))),   tuned from:  relu(W1 f(x))      (section 2; BatchNorm not shown)
 * }</pre>
 *
 * <p>Input, loss, training and differences are {@link SimClr}'s. The representation to probe is
 * {@link #encoder}, what to fine-tune on a few labels is {@link #forFineTuning}.
 *
 * <p>Differs from the paper, which can add MoCo's memory: for that see {@link MoCoV2}. The paper's
 * further steps, fine-tuning and distillation, are not pretext tasks.
 *
 * <p>Use it where labels are few and the network is large; that is where the deeper head helps.
 *
 * <p>Chen et al. 2020, <a href="https://arxiv.org/abs/2006.10029">Big self-supervised models are
 * strong semi-supervised learners</a>.
 */
public final class SimClrV2 implements PretextTask {

    private final SimClr simClr;
    private final Sequence forFineTuning;

    /**
     * What the paper leaves to choose.
     *
     * @param hidden units of the first two layers; as many as the encoder's features in the paper
     * @param dimension p, that the projector gives
     * @param temperature of the loss, positive
     */
    public record Config(int hidden, int dimension, float temperature) {

        /** For a ResNet-50: 2048-2048-128, temperature 0.1. */
        public static final Config PAPER = new Config(2048, 128, 0.1f);
    }

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}
     * @param config sizes and temperature
     */
    public SimClrV2(Block encoder, Config config) {
        Block first =
                new Sequence()
                        .add("linear", Layers.linear(config.hidden(), false))
                        .add("norm", new BatchNorm())
                        .add("relu", Layers.reluInPlace());
        Block rest = Heads.mlp(Heads.Norm.ALL, config.hidden(), config.dimension());
        Sequence projector = new Sequence().add("first", first).add("rest", rest);
        simClr = new SimClr(encoder, projector, new NtXentLoss(config.temperature()));
        forFineTuning = new Sequence().add("encoder", encoder).add("first", first);
    }

    /** The encoder with the projector's first layer, {@code (n, c, h, w) -> (n, hidden)}. */
    public Sequence forFineTuning() {
        return forFineTuning;
    }

    @Override
    public Networks networks() {
        return simClr.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        return simClr.loss(pass, views);
    }
}
