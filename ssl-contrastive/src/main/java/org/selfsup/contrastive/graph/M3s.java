package org.selfsup.contrastive.graph;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.cluster.Clustering;
import org.selfsup.cluster.KMeans;
import org.selfsup.data.Graph;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.GraphLayer;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.TrainingPlan;

/**
 * M3S: a graph network trained on few labelled nodes labels more of them itself, and clusters of
 * its embeddings check the labels.
 *
 * <pre>{@code
 * in every stage
 *   train on the labelled nodes and those labelled so far, by cross entropy
 *   cluster the embeddings of all nodes by k-means
 *   c(cluster) = the class whose labelled nodes' mean is nearest to the cluster's centre
 *   of each class, the t unlabelled nodes of largest probability are labelled so
 *     if c of their cluster is this class                                    (self-checking)
 * }</pre>
 *
 * <p>Input: a graph and the classes of its training nodes; the labels of other nodes are compared
 * with in the end. The encoder gives {@code (n, d)}, the classifier {@code (n, classes)}; both are
 * trained, and go on from stage to stage.
 *
 * <p>It is no {@link PretextTask}: those never see a label, and what this one learns from changes
 * between trainings. So it is a procedure that runs one {@link Pretrainer} a stage on a task of its
 * own, and gives a classification rather than features.
 *
 * <p>Use it where a class has only a few labelled nodes; with 20 a class there is little to gain. A
 * first stage that is wrong passes its faults on.
 *
 * <p>Sun, Lin and Zhu 2020, <a href="https://arxiv.org/abs/1902.11038">Multi-Stage Self-Supervised
 * Learning for Graph Convolutional Networks on Graphs with Few Labeled Nodes</a>.
 */
public final class M3s {

    private static final int NONE = -1;
    private static final int ROUNDS = 50;

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def loss(self, scores: Tensor, target: Tensor) -> Tensor:
                      return torch.cross_entropy_loss(scores, target, None, 1, -1, 0.)
                    """);

    private final Networks networks;
    private final GraphLayer encoder;
    private final GraphSequence network;
    private final Config config;

    /**
     * What the paper leaves to choose.
     *
     * @param stages trainings, at least 1; the last adds no label
     * @param clusters of the embeddings, at least as many as classes; 200 in the paper
     * @param added t, nodes of each class that a stage looks at, at least 1
     */
    public record Config(int stages, int clusters, int added) {

        /** Checks the numbers. */
        public Config {
            if (stages < 1 || clusters < 1 || added < 1) {
                throw new IllegalArgumentException(
                        "M3S has at least 1 stage, 1 cluster and looks at 1 node of a class, got %d, %d and %d"
                                .formatted(stages, clusters, added));
            }
        }
    }

    /**
     * What was learnt.
     *
     * @param validation the classifier's word on the validation nodes
     * @param test the same on the test nodes
     * @param labelled for each stage how many nodes it was trained on
     * @param wrong for each stage how many of those were labelled wrongly; for reports, it is
     *     learnt nowhere
     */
    public record Result(
            Classification validation,
            Classification test,
            List<Integer> labelled,
            List<Integer> wrong) {}

    /**
     * Puts the parts together.
     *
     * @param encoder a graph to {@code (n, d)}
     * @param classifier a graph, whose nodes are what the encoder gives, to {@code (n, classes)}
     * @param config numbers
     */
    public M3s(GraphLayer encoder, GraphLayer classifier, Config config) {
        this.config = config;
        networks = new Networks().add("encoder", encoder).add("classifier", classifier);
        network = new GraphSequence().add("encoder", encoder).add("classifier", classifier);
        this.encoder = encoder;
    }

    /** The two networks by role. */
    public Networks networks() {
        return networks;
    }

    /**
     * Trains stage by stage.
     *
     * @param set the graph and its parts
     * @param plan of every stage; its batch is 1
     * @param manager owner of the parameters, on the device to train on
     * @throws IllegalArgumentException if a class has no training node, or there are more clusters
     *     than nodes
     * @throws IOException never, as the graph is in memory
     */
    public Result run(NodeSet set, TrainingPlan plan, NDManager manager) throws IOException {
        int[] labels = new int[set.graph().nodes()];
        Arrays.fill(labels, NONE);
        for (int node : set.train()) {
            labels[node] = set.labels().of()[node];
        }
        requireEveryClass(labels, set.labels().names());
        List<Integer> labelled = new ArrayList<>();
        List<Integer> wrong = new ArrayList<>();
        Device device = manager.getDevice();
        for (int stage = 0; ; stage++) {
            train(set, labels, plan.withSeed(Randomness.seed(plan.seed(), stage)), manager);
            int[] known =
                    IntStream.range(0, labels.length).filter(i -> labels[i] != NONE).toArray();
            labelled.add(known.length);
            wrong.add(
                    (int)
                            Arrays.stream(known)
                                    .filter(i -> labels[i] != set.labels().of()[i])
                                    .count());
            Features scores = Features.ofNodes(network, set, device);
            if (stage == config.stages() - 1) {
                return new Result(
                        classify(scores.rows(set.validation())),
                        classify(scores.rows(set.test())),
                        labelled,
                        wrong);
            }
            Features embeddings = Features.ofNodes(encoder, set, device);
            KMeans kMeans = new KMeans(config.clusters(), ROUNDS, KMeans.Metric.EUCLIDEAN);
            label(
                    labels,
                    scores,
                    pseudoLabels(kMeans, embeddings, labels, Randomness.at(plan.seed(), stage)));
        }
    }

    private void train(NodeSet set, int[] labels, TrainingPlan plan, NDManager manager)
            throws IOException {
        PretextTask stage = new Stage(networks, network, labels);
        try (Pretrainer<Graph> pretrainer =
                new Pretrainer<>(
                        stage, set.samples(), new GraphViews(GraphTransform.NONE), plan, manager)) {
            pretrainer.run();
        }
    }

    /** Cross entropy on the nodes that have a label by now. */
    private record Stage(Networks networks, Block network, int[] labels) implements PretextTask {

        @Override
        public NDArray loss(Pass pass, NDList graph) {
            NDArray scores = pass.forward(network, graph).singletonOrThrow(); // (n, classes)
            long[] classes = Arrays.stream(labels).asLongStream().toArray();
            try (NDArray target = Numbers.of(pass.manager(), classes)) {
                return OPS.apply("loss", scores, target);
            }
        }
    }

    /** The class of the cluster of every node. */
    static int[] pseudoLabels(
            KMeans kMeans, Features embeddings, int[] labels, RandomGenerator random) {
        int d = embeddings.dimension();
        int classes = Arrays.stream(labels).max().orElseThrow() + 1;
        double[][] means = new double[classes][d];
        int[] counts = new int[classes];
        for (int node = 0; node < labels.length; node++) {
            if (labels[node] != NONE) {
                counts[labels[node]]++;
                for (int j = 0; j < d; j++) {
                    means[labels[node]][j] += embeddings.values()[node * d + j];
                }
            }
        }
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < d; j++) {
                means[c][j] /= counts[c];
            }
        }
        Clustering clustering = kMeans.cluster(embeddings.values(), d, random);
        int[] nearest =
                IntStream.range(0, clustering.clusters())
                        .map(k -> nearest(means, clustering.centroids(), k * d))
                        .toArray();
        return Arrays.stream(clustering.of()).map(k -> nearest[k]).toArray();
    }

    private static int nearest(double[][] means, float[] centroids, int from) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < means.length; c++) {
            double distance = 0;
            for (int j = 0; j < means[c].length; j++) {
                double difference = means[c][j] - centroids[from + j];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = c;
            }
        }
        return best;
    }

    /** Labels the surest nodes of each class where their cluster says the same. */
    private void label(int[] labels, Features scores, int[] pseudo) {
        int[] said = classify(scores).predictions();
        double[] sureness = sureness(scores);
        for (int c = 0; c < scores.dimension(); c++) {
            int label = c;
            IntStream.range(0, labels.length)
                    .filter(node -> labels[node] == NONE && said[node] == label)
                    .boxed()
                    .sorted(Comparator.comparingDouble(node -> -sureness[node]))
                    .limit(config.added())
                    .filter(node -> pseudo[node] == label)
                    .toList()
                    .forEach(node -> labels[node] = label);
        }
    }

    /** The probability of the class that is said. */
    private static double[] sureness(Features scores) {
        int classes = scores.dimension();
        double[] sureness = new double[scores.size()];
        for (int node = 0; node < sureness.length; node++) {
            float[] row = Arrays.copyOfRange(scores.values(), node * classes, (node + 1) * classes);
            double most = row[largest(row)];
            double sum = 0;
            for (float score : row) {
                sum += Math.exp(score - most);
            }
            sureness[node] = 1 / sum;
        }
        return sureness;
    }

    private static Classification classify(Features scores) {
        int classes = scores.dimension();
        int[] predictions =
                IntStream.range(0, scores.size())
                        .map(
                                i ->
                                        largest(
                                                Arrays.copyOfRange(
                                                        scores.values(),
                                                        i * classes,
                                                        (i + 1) * classes)))
                        .toArray();
        return new Classification(predictions, scores.knownLabels());
    }

    private static int largest(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    private static void requireEveryClass(int[] labels, List<String> names) {
        for (int c = 0; c < names.size(); c++) {
            int label = c;
            if (Arrays.stream(labels).noneMatch(l -> l == label)) {
                throw new IllegalArgumentException(
                        "M3S needs a labelled node of every class, but \"%s\" has no training node"
                                .formatted(names.get(c)));
            }
        }
    }
}
