package org.selfsup.contrastive.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Networks;
import org.selfsup.loss.AmdimLoss;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * AMDIM: the summary of one view and the places of another, at several scales, shall tell that they
 * are of the same picture.
 *
 * <pre>{@code
 * L = NCE( f_1(x), f_7(x') ) + NCE( f_1(x), f_5(x') ) + NCE( f_5(x), f_5(x') )     and x, x' exchanged
 * }</pre>
 *
 * <p>Input: two views {@code (n, c, h, w)}; row i of both shows the same sample. f_1 is the
 * encoder's result {@code (n, d)}, f_7 and f_5 are maps on the way, the fine and the coarse one, 7
 * x 7 and 5 x 5 in the paper. Each is encoded by a critic of its own into so many units; of every
 * place of the other view the same sample's is told from all places of all other samples. The terms
 * are averaged. Encoder and critics are trained; f_1 is the representation.
 *
 * <p>Differs from the paper: the encoder is any with maps, not one whose receptive fields are kept
 * apart; all places of f_5 ask, where the paper draws one; critics have no shortcut; no mixture of
 * representations.
 *
 * <p>Use it like SimCLR, with fewer samples a batch: every place of a sample is a negative. The
 * scores of coarse against coarse maps take n^2 places^2 numbers.
 *
 * <p>Bachman, Hjelm and Buchwalter 2019, <a href="https://arxiv.org/abs/1906.00910">Learning
 * representations by maximizing mutual information across views</a>.
 */
public final class Amdim implements PretextTask {

    private static final List<String> SCALES = List.of("global", "fine", "coarse");

    private final Networks networks;
    private final FeatureMaps maps;
    private final AmdimLoss loss;

    /**
     * Puts the parts together.
     *
     * @param encoder f, {@code (n, c, h, w) -> (n, d)}, a {@link org.selfsup.encoder.Sequence}
     * @param fine name of the block of f that gives f_7, see {@link FeatureMaps}
     * @param coarse name of a later block, that gives f_5
     * @param units of the critics' encodings, at least 1; 1024 and more in the paper
     * @param loss with its clipping
     */
    public Amdim(Block encoder, String fine, String coarse, int units, AmdimLoss loss) {
        if (units < 1) {
            throw new IllegalArgumentException("AMDIM needs at least 1 unit, got " + units);
        }
        this.loss = loss;
        maps = new FeatureMaps(encoder, fine, coarse);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("global", Critic.ofVector(units))
                        .add("fine", Critic.ofMap(units), batch -> shape(batch, 1))
                        .add("coarse", Critic.ofMap(units), batch -> shape(batch, 2));
    }

    private Shape shape(Shape batch, int output) {
        return maps.getOutputShapes(new Shape[] {batch})[output];
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        if (views.size() != 2) {
            throw new IllegalArgumentException(
                    "AMDIM compares two views of every sample, got "
                            + Arrays.toString(views.getShapes()));
        }
        List<NDList> both = new ArrayList<>();
        NDList features = new NDList();
        for (NDArray view : views) {
            NDList scales = pass.forward(maps, new NDList(view));
            features.add(scales.head());
            NDList encoded = new NDList(); // (n, units, places) of each scale
            for (int i = 0; i < SCALES.size(); i++) {
                encoded.add(Critic.encode(pass, networks.get(SCALES.get(i)), scales.get(i)));
            }
            both.add(encoded);
        }
        pass.watch(features.get(0), features.get(1));
        NDList terms = new NDList();
        for (int from = 0; from < 2; from++) {
            NDList asking = both.get(from);
            NDList asked = both.get(1 - from);
            terms.add(term(pass, "global_fine", asking.get(0), asked.get(1)));
            terms.add(term(pass, "global_coarse", asking.get(0), asked.get(2)));
            terms.add(term(pass, "coarse_coarse", asking.get(2), asked.get(2)));
        }
        return NDArrays.stack(terms).mean();
    }

    private NDArray term(Pass pass, String name, NDArray asking, NDArray asked) {
        NDArray term = loss.evaluate(asked, asking);
        pass.report(name, term);
        return term;
    }
}
