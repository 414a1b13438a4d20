package org.selfsup.contrastive.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SimCSE without labels: a text shall be nearer to itself under other dropout than to the other
 * texts of the batch.
 *
 * <pre>{@code
 * h_i = g(f(x_i, z_i)),   h'_i = g(f(x_i, z'_i)),   z and z' two draws of dropout
 * l_i = -log( exp(sim(h_i, h'_i) / t) / sum_j exp(sim(h_i, h'_j) / t) )               (eq. 4)
 * }</pre>
 *
 * <p>Input: tokens and mask, INT64 {@code (n, t)} each, as {@link org.selfsup.augment.TokenViews}
 * of one view gives them. The encoder f gives {@code (n, d)}; g, a linear layer and a hyperbolic
 * tangent, keeps the width. Both are trained; after training g is thrown away and f is the
 * representation.
 *
 * <p>Differs from the paper: there f is a BERT that was trained before, and a single epoch of this
 * makes its features spread; here f may start from nothing.
 *
 * <p>Use it for telling texts apart by a cosine. Dropout is the only difference between the views,
 * so nothing but the text itself says what shall be alike: a network that starts from nothing
 * mostly learns which tokens are there.
 *
 * <p>Gao et al. 2021, <a href="https://arxiv.org/abs/2104.08821">SimCSE: Simple Contrastive
 * Learning of Sentence Embeddings</a>.
 */
public final class SimCse implements PretextTask {

    /** With the paper's temperature. */
    public static final InfoNceLoss PAPER = new InfoNceLoss(0.05f);

    private final TextTransformer encoder;
    private final Sequence projector;
    private final InfoNceLoss loss;
    private final Networks networks;

    /**
     * Puts the parts together.
     *
     * @param encoder f, with dropout
     * @param loss InfoNCE with its temperature, see {@link #PAPER}
     * @throws IllegalArgumentException if the encoder has no dropout
     */
    public SimCse(TextTransformer encoder, InfoNceLoss loss) {
        if (!(encoder.config().layers().dropout() > 0)) {
            throw new IllegalArgumentException(
                    "SimCSE needs an encoder with dropout: without it both views of a text are the"
                            + " same");
        }
        this.encoder = encoder;
        this.loss = loss;
        projector =
                new Sequence()
                        .add("dense", Layers.linear(encoder.config().layers().width(), true))
                        .add("tanh", Layers.tanh());
        networks = new Networks().add("encoder", encoder).add("projector", projector);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray h1 = pass.forward(projector, features(pass, batch)); // (n, d)
        NDArray h2 = pass.forward(projector, features(pass, batch)); // (n, d)
        pass.watch(h1, h2);
        return loss.evaluate(h1, h2);
    }

    /**
     * f of texts; in a training pass every call draws dropout anew.
     *
     * @param batch as for the loss
     * @return {@code (n, d)}
     */
    public NDArray features(Pass pass, NDList batch) {
        return pass.forward(encoder, batch).singletonOrThrow();
    }
}
