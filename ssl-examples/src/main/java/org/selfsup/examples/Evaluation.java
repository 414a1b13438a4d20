package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.cluster.KMeans;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.ClusterScores;
import org.selfsup.eval.Features;
import org.selfsup.eval.Probe;
import org.selfsup.eval.Split;

/**
 * The probes of a run's encoder, trained and untrained.
 *
 * @param comparison what the probes said
 * @param test the trained encoder's features of the test pictures
 * @param clusters as many as classes, of those features
 * @param untrainedClusters the same of the untrained encoder's
 */
record Evaluation(
        Probe.Comparison comparison,
        Features test,
        ClusterScores clusters,
        ClusterScores untrainedClusters) {

    private static final int BATCH = 256;

    /** Of k-means at most. */
    private static final int ROUNDS = 50;

    /**
     * Compares two encoders.
     *
     * @param settings of the run
     * @param pictures with labels
     * @param trained the encoder after training
     * @param most training pictures to use at most
     */
    static Evaluation of(
            RunSettings settings, PictureSet pictures, Block trained, Device device, int most)
            throws IOException {
        Samples<Image> train = Subset.atMost(pictures.data().train(), most, settings.seed());
        Split after = features(trained, pictures, train, device);
        try (NDManager manager = LibTorch.newManager(device)) {
            Split before = features(settings.untrainedEncoder(manager), pictures, train, device);
            return new Evaluation(
                    new Probe(settings.seed()).compare(after, before),
                    after.test(),
                    clusters(after.test(), settings.seed()),
                    clusters(before.test(), settings.seed()));
        }
    }

    private static ClusterScores clusters(Features features, long seed) {
        Labels labels = features.knownLabels();
        int k = Math.min(labels.names().size(), features.size());
        int[] found =
                new KMeans(k, ROUNDS, KMeans.Metric.COSINE)
                        .cluster(features.values(), features.dimension(), Randomness.at(seed))
                        .of();
        return ClusterScores.of(found, labels.of());
    }

    private static Split features(
            Block encoder, PictureSet pictures, Samples<Image> train, Device device)
            throws IOException {
        return new Split(
                extract(encoder, pictures, train, device),
                extract(encoder, pictures, pictures.data().test(), device));
    }

    /** An encoder's features of some pictures. */
    static Features extract(
            Block encoder, PictureSet pictures, Samples<Image> samples, Device device)
            throws IOException {
        return Features.extract(
                encoder,
                samples,
                pictures.evaluationViews(),
                BATCH,
                device,
                RunSettings.loaderThreads());
    }

    /** The figures under their names in {@code summary.json}. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("probe", scores(comparison.trained(), clusters));
        figures.put("untrained", scores(comparison.untrained(), untrainedClusters));
        return figures;
    }

    private static Map<String, Double> scores(Probe.Scores scores, ClusterScores clusters) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("knn", scores.knn().accuracy());
        figures.put("linear", scores.linear().accuracy());
        figures.put("nmi", clusters.mutualInformation());
        return figures;
    }
}
