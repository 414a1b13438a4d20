package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.Probe;
import org.selfsup.eval.Split;

/**
 * The probes of a run's encoder, trained and untrained.
 *
 * @param comparison what the probes said
 * @param test the trained encoder's features of the test pictures
 */
record Evaluation(Probe.Comparison comparison, Features test) {

    private static final int BATCH = 256;

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
            return new Evaluation(new Probe(settings.seed()).compare(after, before), after.test());
        }
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
        figures.put("probe", scores(comparison.trained()));
        figures.put("untrained", scores(comparison.untrained()));
        return figures;
    }

    private static Map<String, Double> scores(Probe.Scores scores) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("knn", scores.knn().accuracy());
        figures.put("linear", scores.linear().accuracy());
        return figures;
    }
}
