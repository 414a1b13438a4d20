package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.SupConLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * SupCon without labels: contrast of any number of views, all views of a sample being positives of
 * each other.
 *
 * <pre>{@code
 * L = mean_i -1/|P(i)| sum_{p in P(i)} log( exp(s_ip / t) / sum_{a != i} exp(s_ia / t) )   (eq. 2)
 * }</pre>
 *
 * <p>Input: V views {@code (n, c, h, w)}, V at least 2; row i of all shows the same sample. i runs
 * over all V n rows, P(i) are the V - 1 other views of its sample, s is the cosine. The encoder
 * gives {@code (n, d)}, the projector {@code (n, p)}. Both are trained; after training the
 * encoder's output is the representation.
 *
 * <p>Differs from the paper, whose positives are all samples of a class: a pretext task never sees
 * labels, so here each sample is a class of its own. With two views that is {@link SimClr} exactly;
 * more views give each row more positives in a batch, at the cost of a pass each. For training with
 * labels take {@link SupConLoss} itself.
 *
 * <p>Khosla et al. 2020, <a href="https://arxiv.org/abs/2004.11362">Supervised contrastive
 * learning</a>.
 */
public final class SupCon implements PretextTask {

    private final Siamese siamese;
    private final SupConLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}
     * @param projector {@code (n, d) -> (n, p)}, an MLP with one hidden layer in the paper
     * @param loss with its temperature, 0.1 in the paper
     */
    public SupCon(Block encoder, Block projector, SupConLoss loss) {
        siamese = new Siamese(encoder, projector);
        this.loss = loss;
    }

    @Override
    public Networks networks() {
        return siamese.networks();
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        NDList z = new NDList();
        views.forEach(view -> z.add(siamese.embed(pass, view))); // (n, p) each
        int n = (int) z.head().size(0);
        NDArray samples = z.head().getManager().arange(0, n, 1, DataType.INT64);
        NDArray contrast = loss.evaluate(z, samples);
        pass.watch(z.get(0), z.get(1));
        return contrast;
    }
}
