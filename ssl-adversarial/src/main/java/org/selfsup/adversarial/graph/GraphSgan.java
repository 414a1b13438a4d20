package org.selfsup.adversarial.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.stream.IntStream;
import org.selfsup.data.GraphBatch;
import org.selfsup.data.Labels;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.ClassificationLoss;
import org.selfsup.loss.GanLoss;
import org.selfsup.loss.PullAwayLoss;
import org.selfsup.train.Objective;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * GraphSGAN: a generator makes nodes that lie between the clusters of a graph, and a classifier
 * that must call them fake moves its borders there, so that few labels reach far.
 *
 * <pre>{@code
 * p(y | x) over classes 0..M-1 and M for fake, whose logit is 0;   h(x) the last hidden layer
 * L_D = E_l -log p(y | x, y < M)                                          labelled nodes
 *     + un  (E_u -log(1 - p(M | x)) + E_z -log p(M | G(z)))               real or fake
 *     + ent  E_u -sum_y p(y | x, y < M) log p(y | x, y < M)               sure of one class
 *     + pt_u cos(h, h')^2 over pairs of a batch                           clusters apart
 * L_G = | E_u h(x) - E_z h(G(z)) |^2  +  pt_z cos(h, h')^2
 * }</pre>
 *
 * <p>Input: one graph, of which each node's features {@code (n, f)} are seen and no edge: mix those
 * of neighbours in before, by {@link org.selfsup.augment.NeighborFusion}. Every step draws labelled
 * nodes, other nodes and noise. The layers give h {@code (n, d)}, a linear layer the logits of the
 * classes; the generator makes features of {@code (n, latent)} standard normal numbers. Each player
 * is trained by its own loss. Labels are those of the nodes named as labelled, no other is read.
 *
 * <p>Reports {@code supervised}, {@code unsupervised}, {@code entropy}, {@code pull_away}, {@code
 * discriminator_accuracy} and, of the generator, {@code matching}.
 *
 * <p>Use it where a graph has few labelled nodes and more of them do not fit into one pass. Known
 * failure: where the layers see a node by its own words only, they learn 140 of them by heart; drop
 * out much of the input.
 *
 * <p>Differs from the paper: the structure comes from mixed features alone, where the paper appends
 * an embedding by LINE; the layers have no weight normalisation.
 *
 * <p>Ding, Tang and Zhang 2018, <a href="https://arxiv.org/abs/1809.00130">Semi-supervised Learning
 * on Graphs with Generative Adversarial Nets</a>, section 4.
 */
public final class GraphSgan implements PretextTask {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def real(self, logits: Tensor) -> Tensor:
                      return torch.logsumexp(logits, [1])
                    def entropy(self, logits: Tensor) -> Tensor:
                      p = torch.log_softmax(logits, 1)
                      return -(torch.exp(p) * p).sum([1]).mean()
                    """);

    private final Networks networks;
    private final Block layers;
    private final Labels labels;
    private final int[] labelled;
    private final int[] others;
    private final Config config;
    private final ClassificationLoss classification = new ClassificationLoss();
    private final GanLoss game = new GanLoss.NonSaturating();
    private final PullAwayLoss pullAway = new PullAwayLoss();

    /**
     * What the paper leaves to choose.
     *
     * @param latent numbers the generator makes a node of, at least 1
     * @param batch nodes of each kind a step, at least 2
     * @param unsupervised weight of telling real from fake, lambda_0
     * @param entropy weight of being sure, lambda_1
     * @param diversity weight of the generator's pull-away term, lambda_2
     */
    public record Config(
            int latent, int batch, double unsupervised, double entropy, double diversity) {

        /** Section 5 of the paper. */
        public static final Config PAPER = new Config(100, 64, 2, 1, 1);

        /** Checks the numbers. */
        public Config {
            if (latent < 1
                    || batch < 2
                    || !(Math.min(Math.min(unsupervised, entropy), diversity) >= 0)) {
                throw new IllegalArgumentException(
                        "Expected noise of at least 1 number, batches of at least 2 nodes and weights of at least 0, got %d, %d, %s, %s and %s"
                                .formatted(latent, batch, unsupervised, entropy, diversity));
            }
        }
    }

    /**
     * Puts the parts together.
     *
     * @param layers of the classifier, from features {@code (n, f)} to h {@code (n, d)}
     * @param generator {@code (n, latent) -> (n, f)}
     * @param labels of all nodes; only those of the labelled ones are read
     * @param labelled nodes whose classes may be learnt from, at least one
     * @param config numbers
     */
    public GraphSgan(Block layers, Block generator, Labels labels, int[] labelled, Config config) {
        if (labelled.length == 0 || labelled.length == labels.of().length) {
            throw new IllegalArgumentException(
                    "Some nodes have labels and others have none, got %d of %d"
                            .formatted(labelled.length, labels.of().length));
        }
        this.layers = layers;
        this.labels = labels;
        this.labelled = labelled.clone();
        this.config = config;
        boolean[] known = new boolean[labels.of().length];
        for (int node : labelled) {
            known[node] = true;
        }
        others = IntStream.range(0, known.length).filter(node -> !known[node]).toArray();
        networks =
                new Networks()
                        .add("encoder", new GraphSequence().add("layers", layers))
                        .beside("classes", Layers.linear(labels.names().size(), true))
                        .add("generator", generator, new Shape(1, config.latent()));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    /** From a graph to logits of the classes, {@code (n, M)}. */
    public GraphSequence classifier() {
        return new GraphSequence().add("layers", layers).add("classes", networks.get("classes"));
    }

    @Override
    public List<Objective> objectives() {
        Sequence discriminator =
                new Sequence().add("layers", layers).add("classes", networks.get("classes"));
        return List.of(
                new Objective("discriminator", discriminator, this::loss),
                new Objective("generator", networks.get("generator"), this::generatorLoss));
    }

    /** The classifier's loss. */
    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = GraphBatch.only(batch).features(); // (n, f)
        int n = config.batch();
        int[] known = draw(pass, labelled);
        NDList seen = new NDList(rows(x, known), rows(x, draw(pass, others)));
        seen.add(generate(pass).stopGradient());
        NDArray h = pass.forward(layers, Autograd.concat(seen, 0)); // (3 batch, d)
        NDArray logits = pass.forward(networks.get("classes"), h); // (3 batch, M)
        NDArray unlabelled = logits.get(n + ":" + 2 * n);
        NDArray supervised = classification.evaluate(logits.get(":" + n), classes(pass, known));
        NDArray real = OPS.apply("real", unlabelled);
        NDArray fake = OPS.apply("real", logits.get(2 * n + ":"));
        NDArray unsupervised = game.discriminator(real, fake);
        NDArray entropy = OPS.apply("entropy", unlabelled);
        NDArray apart = pullAway.evaluate(h.get(n + ":" + 2 * n));
        pass.report("supervised", supervised);
        pass.report("unsupervised", unsupervised);
        pass.report("entropy", entropy);
        pass.report("pull_away", apart);
        pass.watchLogits(real, fake);
        return supervised
                .add(Numbers.times(unsupervised, config.unsupervised()))
                .add(Numbers.times(entropy, config.entropy()))
                .add(apart);
    }

    private NDArray generatorLoss(Pass pass, NDList batch) {
        NDArray x = GraphBatch.only(batch).features();
        NDArray real = pass.forward(layers, rows(x, draw(pass, others))).mean(new int[] {0});
        NDArray made = pass.forward(layers, generate(pass)); // (batch, d)
        NDArray matching = made.mean(new int[] {0}).sub(real.stopGradient()).square().sum();
        pass.report("matching", matching);
        return matching.add(Numbers.times(pullAway.evaluate(made), config.diversity()));
    }

    private NDArray generate(Pass pass) {
        NDArray z = pass.manager().randomNormal(new Shape(config.batch(), config.latent()));
        return pass.forward(networks.get("generator"), z); // (batch, f)
    }

    /** Some nodes, any of them perhaps more than once. */
    private int[] draw(Pass pass, int[] nodes) {
        return pass.random().ints(config.batch(), 0, nodes.length).map(i -> nodes[i]).toArray();
    }

    private static NDArray rows(NDArray x, int[] nodes) {
        long[] index = IntStream.of(nodes).asLongStream().toArray();
        return x.get(Numbers.of(x.getManager(), index));
    }

    private NDArray classes(Pass pass, int[] nodes) {
        long[] classes = IntStream.of(nodes).mapToLong(node -> labels.of()[node]).toArray();
        return Numbers.of(pass.manager(), classes);
    }
}
