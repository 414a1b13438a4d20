package org.selfsup.adversarial.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.GanLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * MUSE: a rotation that lays one space of word vectors on another, learnt without a dictionary.
 *
 * <pre>{@code
 * min over D   -mean log P(source | W x_i) - mean log P(target | y_i)                  (eq. 3)
 * min over W   -mean log P(target | W x_i) - mean log P(source | y_i)                  (eq. 4)
 * after each   W <- (1 + beta) W - beta (W W^T) W                                      (eq. 5)
 * refined      W <- U V^T,  U S V^T the singular values of Y^T X                       (eq. 2)
 *              X, Y being words that are each other's nearest by CSLS
 * }</pre>
 *
 * <p>Input: two arrays {@code (n, d)}, vectors x of the source and y of the target, drawn without
 * pairs, see {@link org.selfsup.data.UnpairedViews}. The encoder is W, a linear layer without bias
 * that starts as the identity; the discriminator gives {@code (n, 1)}, positive for the source. A
 * step trains D, and the last of every few W as well. {@link #refine} comes after the game.
 *
 * <p>Reports {@code discriminator}, its loss, and {@code discriminator_accuracy}.
 *
 * <p>Use it where both spaces have the same shape: languages, or halves of a text. Known failure: a
 * game may lay classes of words on wrong ones, from where refinement does not return. Play from
 * several seeds and keep the game after which {@link #refine} gives the most, as the paper selects.
 *
 * <p>Conneau et al. 2017, <a href="https://arxiv.org/abs/1710.04087">Word Translation Without
 * Parallel Data</a>.
 */
public final class WordTranslation implements PretextTask {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def orthogonal(self, w: Tensor, beta: Tensor) -> Tensor:
                      return torch.sub(torch.mul(w, torch.add(beta, 1)), torch.mul(torch.mm(torch.mm(w, torch.t(w)), w), beta))
                    def rotation(self, x: Tensor, y: Tensor) -> Tensor:
                      u, s, vh = torch.linalg_svd(torch.mm(torch.t(y), x), False)
                      return torch.mm(u, vh)
                    """);

    private final Networks networks;
    private final Config config;
    private final GanLoss game = new GanLoss.NonSaturating();

    /**
     * The game's numbers.
     *
     * @param smoothing share of the other answer in what the discriminator shall say, 0 to 0.5
     * @param turns steps of the discriminator to one of W, at least 1
     * @param rate the mapping's learning rate relative to the plan's, positive
     * @param beta how fast W becomes orthogonal again, 0 to 0.5
     */
    public record Config(double smoothing, int turns, double rate, double beta) {

        /** Section 3.1 of the paper, and 5 turns as in its code. */
        public static final Config PAPER = new Config(0.2, 5, 1, 0.01);

        /** Checks the ranges; the objectives check turns and rate. */
        public Config {
            if (!(Math.min(smoothing, beta) >= 0 && Math.max(smoothing, beta) <= 0.5)) {
                throw new IllegalArgumentException(
                        "Smoothing and beta are 0 to 0.5, got " + smoothing + " and " + beta);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param dimension d of both spaces
     * @param discriminator {@code (n, d) -> (n, 1)}, such as {@link #discriminator}
     * @param config numbers
     */
    public WordTranslation(int dimension, Block discriminator, Config config) {
        this.config = config;
        networks =
                new Networks()
                        .add("encoder", Layers.linear(dimension, false))
                        .add("discriminator", discriminator);
    }

    /**
     * The paper's discriminator (n, d) to (n, 1): a tenth of the values left out, two hidden layers
     * with LeakyReLU 0.2.
     *
     * @param hidden units of each; 2048 in the paper
     */
    public static Sequence discriminator(int hidden) {
        return new Sequence()
                .add("dropout", Layers.dropout(0.1f))
                .add("linear1", Layers.linear(hidden, true))
                .add("relu1", Layers.leakyRelu(0.2f))
                .add("linear2", Layers.linear(hidden, true))
                .add("relu2", Layers.leakyRelu(0.2f))
                .add("logit", Layers.linear(1, true));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** As usual, but W is the identity. */
    @Override
    public void initialize(long seed, NDManager manager, Shape... batch) {
        PretextTask.super.initialize(seed, manager, batch);
        try (NDManager scratch = manager.newSubManager()) {
            become(scratch.eye((int) batch[0].get(1)));
        }
    }

    @Override
    public List<Objective> objectives() {
        return List.of(
                new Objective(
                        "discriminator", networks.get("discriminator"), this::discriminatorLoss),
                new Objective("mapping", encoder(), this::loss)
                        .withEvery(config.turns())
                        .withRate(config.rate()));
    }

    private NDArray discriminatorLoss(Pass pass, NDList words) {
        NDArray mapped;
        try (Autograd off = Autograd.off()) {
            mapped = pass.forward(encoder(), words.get(0));
        }
        NDArray source = judged(pass, mapped);
        NDArray target = judged(pass, words.get(1));
        NDArray loss = smoothed(source, target);
        pass.report("discriminator", loss);
        pass.watchLogits(source, target);
        return loss;
    }

    /** The mapping's loss. */
    @Override
    public NDArray loss(Pass pass, NDList words) {
        NDArray source = judged(pass, pass.forward(encoder(), words.get(0)));
        return smoothed(judged(pass, words.get(1)), source);
    }

    private NDArray judged(Pass pass, NDArray vectors) {
        return pass.forward(networks.get("discriminator"), vectors); // (n, 1)
    }

    private NDArray smoothed(NDArray first, NDArray second) {
        return Numbers.times(game.discriminator(first, second), 1 - config.smoothing())
                .add(Numbers.times(game.discriminator(second, first), config.smoothing()));
    }

    /** Draws W back to where it is orthogonal. */
    @Override
    public void afterStep(Pass pass) {
        become(
                OPS.apply(
                        "orthogonal",
                        mapping().stopGradient(),
                        Numbers.of(pass.manager(), config.beta())));
    }

    /**
     * Replaces W by the rotation that fits what it takes for translations, round by round, and
     * keeps the best.
     *
     * @param source the most frequent words {@code (n, d)}
     * @param target the same of the other space {@code (m, d)}
     * @param similarity what is nearest
     * @param rounds at least 0; 5 in the paper's code
     * @return mean cosine of source words and what they are translated to: the criterion that needs
     *     no dictionary (section 3.3)
     */
    public double refine(
            NDArray source, NDArray target, CrossDomainSimilarity similarity, int rounds) {
        try (Autograd off = Autograd.off();
                NDManager scratch = source.getManager().newSubManager()) {
            NDArray x = alias(source, scratch);
            NDArray best = alias(mapping(), scratch).duplicate();
            double most = criterion(x, target, similarity);
            for (int i = 0; i < rounds; i++) {
                long[][] pairs = similarity.mutual(mapped(x), target);
                if (pairs[0].length == 0) {
                    break;
                }
                become(rotation(rows(x, pairs[0]), rows(alias(target, scratch), pairs[1])));
                double reached = criterion(x, target, similarity);
                if (reached > most) {
                    most = reached;
                    best = alias(mapping(), scratch).duplicate();
                }
            }
            become(best);
            return most;
        }
    }

    /** The same values, and all that is made of them belongs to the manager. */
    private static NDArray alias(NDArray array, NDManager scratch) {
        NDArray same = array.stopGradient();
        same.attach(scratch);
        return same;
    }

    private double criterion(NDArray x, NDArray target, CrossDomainSimilarity similarity) {
        return similarity.nearest(mapped(x), target).meanCosine();
    }

    private NDArray mapped(NDArray x) {
        return new Pass(x.getManager(), false, 0, 1).forward(encoder(), x);
    }

    private static NDArray rows(NDArray all, long[] rows) {
        return all.get(new NDIndex("{}", all.getManager().create(rows)));
    }

    /**
     * Procrustes: the orthogonal W for which W x_i is nearest to y_i in squared distance (eq. 2).
     *
     * @param x {@code (n, d)}
     * @param y {@code (n, d)}, row i belongs to row i
     * @return {@code (d, d)}
     */
    public static NDArray rotation(NDArray x, NDArray y) {
        return OPS.apply("rotation", x, y);
    }

    /** W, {@code (d, d)}: a word x of the source becomes W x. */
    public NDArray mapping() {
        return StateDict.parameters(encoder()).values().iterator().next().getArray();
    }

    /**
     * Takes another W.
     *
     * @param mapping {@code (d, d)}
     */
    public void become(NDArray mapping) {
        try (Autograd off = Autograd.off();
                NDArray values = mapping().stopGradient()) {
            values.set(new NDIndex("..."), mapping);
        }
    }
}
