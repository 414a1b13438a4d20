package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.eval.Detection;

/** What a task says of things that may have been replaced, gathered over batches. */
final class Detected {

    private float[] scores = new float[1 << 10];
    private boolean[] marked = new boolean[1 << 10];
    private int count;

    /**
     * Takes in a batch; all of one shape.
     *
     * @param logits of being replaced
     * @param replaced not 0 where it is so
     * @param counted not 0 where it counts
     */
    void add(NDArray logits, NDArray replaced, NDArray counted) {
        float[] said = logits.toFloatArray();
        boolean[] truth = truth(replaced);
        boolean[] counts = truth(counted);
        for (int i = 0; i < said.length; i++) {
            if (counts[i]) {
                if (count == scores.length) {
                    scores = Arrays.copyOf(scores, 2 * count);
                    marked = Arrays.copyOf(marked, 2 * count);
                }
                scores[count] = said[i];
                marked[count++] = truth[i];
            }
        }
    }

    private static boolean[] truth(NDArray marks) {
        try (NDArray zero = marks.zerosLike();
                NDArray truth = marks.neq(zero)) {
            return truth.toBooleanArray();
        }
    }

    /**
     * How well they are told.
     *
     * @throws IllegalArgumentException if things of both kinds were not seen
     */
    Detection detection() {
        return Detection.of(Arrays.copyOf(scores, count), Arrays.copyOf(marked, count));
    }

    /** Under {@code detection} in the summary. */
    Map<String, Object> figures() {
        Detection detection = detection();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("accuracy", detection.accuracy());
        figures.put("base_rate", detection.base());
        figures.put("auc", detection.auc());
        figures.put("f1", detection.f1());
        return Map.of("detection", figures);
    }

    /** What those figures say. */
    static String sentence(String what, Map<String, ?> figures) {
        return figures.get("detection") instanceof Map<?, ?> detection
                ? what
                        + ": "
                        + new Detection(
                                        figure(detection, "accuracy"),
                                        figure(detection, "base_rate"),
                                        figure(detection, "auc"),
                                        figure(detection, "f1"))
                                .summary()
                : "";
    }

    private static double figure(Map<?, ?> figures, String name) {
        return figures.get(name) instanceof Double figure ? figure : Double.NaN;
    }
}
