package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * Contrastive multiview coding: what two senses tell of one thing shall agree, such as the
 * lightness and the colour of a picture.
 *
 * <pre>{@code
 * L(V1, V2) = -log( h(v1, v2) / sum_j h(v1, v2_j) ) + the views exchanged
 * h(v1, v2) = exp( cos(f1(v1), f2(v2)) / t )
 * }</pre>
 *
 * <p>Input: one array {@code (n, ...)} that both encoders take their view of. The encoder gives
 * {@code (n, 2 d)}, the first half from one view and the second from the other, as {@link
 * org.selfsup.encoder.LabEncoder} does; each half has a projector of its own. All are trained. Both
 * halves together are the representation.
 *
 * <p>Differs from the paper: negatives are the other samples of the batch, where the paper draws
 * them from a memory bank; two views only.
 *
 * <p>Use it where a sample comes in two forms that share what matters and little else. What only
 * one view knows is not learnt, and what both share trivially, such as the position of a crop's
 * border, is learnt first.
 *
 * <p>Tian, Krishnan and Isola 2019, <a href="https://arxiv.org/abs/1906.05849">Contrastive
 * multiview coding</a>.
 */
public final class ContrastiveMultiview implements PretextTask {

    private final Networks networks;
    private final InfoNceLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, ...) -> (n, 2 d)}, a half for each view
     * @param first {@code (n, d) -> (n, p)} of the first half, 128 in the paper
     * @param second {@code (n, d) -> (n, p)} of the second half
     * @param loss with its temperature, 0.07 in the paper
     */
    public ContrastiveMultiview(Block encoder, Block first, Block second, InfoNceLoss loss) {
        this.loss = loss;
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("first_projector", first, batch -> half(encoder, batch))
                        .add("second_projector", second, batch -> half(encoder, batch));
    }

    private static Shape half(Block encoder, Shape batch) {
        Shape joined = encoder.getOutputShapes(new Shape[] {batch})[0];
        if (joined.dimension() != 2 || joined.get(1) % 2 != 0) {
            throw new IllegalArgumentException(
                    "Two views are compared by the halves of features (n, 2 d), got " + joined);
        }
        return new Shape(joined.get(0), joined.get(1) / 2);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray joined = pass.forward(encoder(), batch.singletonOrThrow()); // (n, 2 d)
        NDList halves = joined.split(2, 1);
        NDArray z1 = pass.forward(networks.get("first_projector"), halves.get(0)); // (n, p)
        NDArray z2 = pass.forward(networks.get("second_projector"), halves.get(1)); // (n, p)
        pass.watch(z1, z2);
        return loss.evaluate(z1, z2).add(loss.evaluate(z2, z1));
    }
}
