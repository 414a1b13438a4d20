package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.selfsup.augment.ImageViews;
import org.selfsup.eval.Classification;
import org.selfsup.train.Classifier;
import picocli.CommandLine.Command;

/** Trains a classifier with labels: the yardstick of the command score. */
@Command(
        name = "classifier",
        mixinStandardHelpOptions = true,
        description =
                "An encoder and a linear layer trained with labels, for comparison and score.")
final class ClassifierCommand extends ImageMethod<Classifier> {

    @Override
    public String family() {
        return "supervised";
    }

    @Override
    public ImageViews views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    @Override
    public Classifier task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Classifier(encoder, pictures.knownLabels());
    }

    @Override
    public Map<String, Object> figures(
            Classifier task, PictureSet pictures, NDManager manager, long seed) throws IOException {
        Classification test =
                Classification.of(
                        pictures.features(
                                task.classifier(), pictures.data().test(), manager.getDevice()));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("accuracy", test.accuracy());
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("accuracy") instanceof Double accuracy
                ? String.format(
                        Locale.ROOT, "%.2f %% of the test pictures told right.", 100 * accuracy)
                : "";
    }
}
