package org.selfsup.contrastive.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.selfsup.augment.GraphTransform;
import org.selfsup.augment.GraphViews;
import org.selfsup.cluster.KMeans;
import org.selfsup.data.Graph;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Randomness;
import org.selfsup.encoder.GraphLayer;
import org.selfsup.encoder.GraphSequence;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.loss.ClassificationLoss;
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

    private static final int NONE = SelfCheck.NONE;
    private static final int ROUNDS = 50;

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
     * What a stage learnt.
     *
     * @param labelled how many nodes it was trained on
     * @param wrong how many of those were labelled wrongly; for reports, it is learnt nowhere
     * @param validation the classifier's word on the validation nodes
     * @param test the same on the test nodes
     */
    public record Stage(int labelled, int wrong, Classification validation, Classification test) {}

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
     * @return all stages; the first is the network trained on the given labels alone, the last is
     *     the method's result
     * @throws IllegalArgumentException if a class has no training node, or there are more clusters
     *     than nodes
     * @throws IOException never, as the graph is in memory
     */
    public List<Stage> run(NodeSet set, TrainingPlan plan, NDManager manager) throws IOException {
        SelfCheck check =
                new SelfCheck(
                        new KMeans(config.clusters(), ROUNDS, KMeans.Metric.EUCLIDEAN),
                        config.added());
        int[] labels = given(set);
        List<Stage> stages = new ArrayList<>();
        while (true) {
            int stage = stages.size();
            train(set, labels, plan.withSeed(Randomness.seed(plan.seed(), stage)), manager);
            Features scores = Features.ofNodes(network, set, manager.getDevice());
            stages.add(stage(set, labels, scores));
            if (stages.size() == config.stages()) {
                return stages;
            }
            Features embeddings = Features.ofNodes(encoder, set, manager.getDevice());
            labels = check.extend(labels, scores, embeddings, Randomness.at(plan.seed(), stage));
        }
    }

    /** The classes of the training nodes. */
    private static int[] given(NodeSet set) {
        int[] labels = new int[set.graph().nodes()];
        Arrays.fill(labels, NONE);
        List<String> missing = new ArrayList<>(set.knownLabels().names());
        for (int node : set.train()) {
            labels[node] = set.knownLabels().of()[node];
            missing.remove(set.knownLabels().names().get(labels[node]));
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "M3S needs a labelled node of every class, but \"%s\" has no training node"
                            .formatted(missing.get(0)));
        }
        return labels;
    }

    private static Stage stage(NodeSet set, int[] labels, Features scores) {
        int[] truth = set.knownLabels().of();
        int[] known = IntStream.range(0, labels.length).filter(i -> labels[i] != NONE).toArray();
        return new Stage(
                known.length,
                (int) Arrays.stream(known).filter(i -> labels[i] != truth[i]).count(),
                Classification.of(scores.rows(set.validation())),
                Classification.of(scores.rows(set.test())));
    }

    private void train(NodeSet set, int[] labels, TrainingPlan plan, NDManager manager)
            throws IOException {
        PretextTask task = new Training(networks, network, labels);
        try (Pretrainer<Graph> pretrainer =
                new Pretrainer<>(
                        task, set.samples(), new GraphViews(GraphTransform.NONE), plan, manager)) {
            pretrainer.run();
        }
    }

    /** Cross entropy on the nodes that have a label by now. */
    private record Training(Networks networks, Block network, int[] labels) implements PretextTask {

        @Override
        public NDArray loss(Pass pass, NDList graph) {
            NDArray scores = pass.forward(network, graph).singletonOrThrow(); // (n, classes)
            long[] classes =
                    Arrays.stream(labels)
                            .mapToLong(label -> label == NONE ? ClassificationLoss.UNKNOWN : label)
                            .toArray();
            try (NDArray target = Numbers.of(pass.manager(), classes)) {
                return new ClassificationLoss().evaluate(scores, target);
            }
        }
    }
}
