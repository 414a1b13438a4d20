package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Numbers;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.MemoryBank;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * PIRL: a picture and its shuffled patches shall both resemble what a memory bank remembers of the
 * picture.
 *
 * <pre>{@code
 * L = lambda NCE(m, g(patches)) + (1 - lambda) NCE(m, f(picture))      (section 3.2)
 * NCE(m, v) = -log( exp(m . v / t) / ( exp(m . v / t) + sum_{k=1..N} exp(m_k . v / t) ) )
 * m <- normalise(mu m + (1 - mu) f(picture))
 * }</pre>
 *
 * <p>Input: a view {@code (n, c, h, w)} and its patches {@code (n s, c, p, p)}, those of sample i
 * from row {@code i s} on, as {@link org.selfsup.augment.PatchViews} makes them; and with the
 * {@link Pass} the index of every sample. One encoder sees both, so it takes pictures of both
 * sizes, as convolutional ones do. Its features become an embedding {@code (n, dimension)} by one
 * linear layer for the picture, f; for the patches by one linear layer each, put side by side in
 * random order, and another layer, g. All are trained. The bank, one row for each sample of the
 * training set, follows f without gradient and is part of a checkpoint. After training the
 * encoder's output is the representation.
 *
 * <p>Differs from the paper: it adds {@code -sum log(1 - h)} over the N negatives, which pushes the
 * same pairs apart that the denominator does; and the negatives, drawn from samples outside of the
 * batch, are the same for all of it.
 *
 * <p>As with {@link InstDisc} nothing is learnt from a sample before its second epoch.
 *
 * <p>Misra and van der Maaten 2019, <a href="https://arxiv.org/abs/1912.01991">Self-supervised
 * learning of pretext-invariant representations</a>.
 */
public final class Pirl implements PretextTask {

    private final Networks networks;
    private final Sequence picture;
    private final Sequence patch;
    private final Block jigsaw;
    private final MemoryBank bank;
    private final int samples;
    private final Config config;
    private final InfoNceLoss loss;

    /**
     * What the paper leaves to choose.
     *
     * @param patches s, of every picture, at least 1; 9 in the paper
     * @param dimension of an embedding; 128 in the paper
     * @param negatives N, at least 1; 32000 in the paper
     * @param temperature t, positive; 0.07 in the paper
     * @param momentum mu, share of a row that is kept, 0 to 1; 0.5 in the paper
     * @param weight lambda, of the patches, 0 to 1; 0.5 in the paper
     */
    public record Config(
            int patches,
            int dimension,
            int negatives,
            float temperature,
            double momentum,
            double weight) {

        /** Section 3 of the paper. */
        public static final Config PAPER = new Config(9, 128, 32000, 0.07f, 0.5, 0.5);

        /** Checks the numbers; the parts check the rest. */
        public Config {
            if (patches < 1 || negatives < 1) {
                throw new IllegalArgumentException(
                        "PIRL needs at least 1 patch and 1 negative, got "
                                + patches
                                + " and "
                                + negatives);
            }
            if (!(momentum >= 0 && momentum <= 1) || !(weight >= 0 && weight <= 1)) {
                throw new IllegalArgumentException(
                        "PIRL needs a momentum and a weight of 0 to 1, got "
                                + momentum
                                + " and "
                                + weight);
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)} of pictures and of patches
     * @param samples of the training set
     * @param config sizes and coefficients
     */
    public Pirl(Block encoder, int samples, Config config) {
        this.samples = samples;
        this.config = config;
        int p = config.dimension();
        jigsaw = Layers.linear(p, true);
        bank = new MemoryBank(samples, p);
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .beside("projector", Layers.linear(p, true))
                        .beside("patch_projector", Layers.linear(p, true))
                        .add("jigsaw_projector", jigsaw, new Shape(1, (long) p * config.patches()))
                        .beside("bank", bank);
        picture = networks.chain("encoder", "projector");
        patch = networks.chain("encoder", "patch_projector");
        loss = new InfoNceLoss(config.temperature());
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList views) {
        int[] own = Instances.of(pass, views.head());
        requirePatches(views, own.length);
        NDArray f = pass.forward(picture, views.get(0)); // (n, p)
        NDArray parts = pass.forward(patch, views.get(1)); // (n s, p)
        NDArray shuffled = Rows.of(parts, order(own.length, pass.random()));
        NDArray g = pass.forward(jigsaw, shuffled.reshape(own.length, -1)); // (n, p)
        pass.watch(f, g);
        NDArray m = bank.rows(own); // (n, p)
        NDArray negatives = bank.rows(others(own, pass.random())); // (N, p)
        NDArray ofPatches = loss.evaluate(g, m, negatives);
        NDArray ofPicture = loss.evaluate(f, m, negatives);
        pass.report("of_patches", ofPatches);
        pass.report("of_picture", ofPicture);
        pass.afterStep(() -> bank.update(own, f.normalize(2, 1), config.momentum()));
        return Numbers.times(ofPatches, config.weight())
                .add(Numbers.times(ofPicture, 1 - config.weight()));
    }

    /** The rows of all patches, each sample's in an order of its own. */
    private int[] order(int n, RandomGenerator random) {
        int s = config.patches();
        int[] order = new int[n * s];
        for (int i = 0; i < n; i++) {
            int[] places = Randomness.permutation(s, random);
            for (int j = 0; j < s; j++) {
                order[i * s + j] = i * s + places[j];
            }
        }
        return order;
    }

    private int[] others(int[] own, RandomGenerator random) {
        Set<Integer> batch = Arrays.stream(own).boxed().collect(Collectors.toSet());
        if (batch.size() >= samples) {
            throw new IllegalArgumentException(
                    "PIRL's negatives are samples outside of the batch, but it holds all "
                            + samples
                            + "; make it smaller");
        }
        return random.ints(0, samples)
                .filter(sample -> !batch.contains(sample))
                .limit(config.negatives())
                .toArray();
    }

    private void requirePatches(NDList views, int n) {
        long expected = (long) n * config.patches();
        if (views.size() != 2 || views.get(1).size(0) != expected) {
            throw new IllegalArgumentException(
                    "PIRL sees pictures and "
                            + config.patches()
                            + " patches of each, "
                            + n
                            + " and "
                            + expected
                            + " rows, got "
                            + Arrays.toString(views.getShapes()));
        }
    }
}
