package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.PlaneDensity;
import org.selfsup.data.Samples;
import org.selfsup.engine.WholeFile;
import org.selfsup.eval.Features;

/**
 * Points drawn from a density in the plane.
 *
 * @param density which
 * @param train to learn from
 * @param test to be looked at once
 */
record PointSet(PlaneDensity density, Samples<float[]> train, Samples<float[]> test)
        implements TrainingData<float[]> {

    private static final int TRAIN = 50_000;
    private static final int TEST = 10_000;
    private static final int BATCH = 500;

    /** Opens points by the name of their density, such as {@code eight-gaussians}. */
    static PointSet open(String name) {
        for (PlaneDensity density : PlaneDensity.values()) {
            if (name(density).equals(name)) {
                return new PointSet(density, density.points(TRAIN, 0), density.points(TEST, 1));
            }
        }
        throw new IllegalArgumentException(
                "Unknown data \"" + name + "\": expected " + String.join(", ", names()));
    }

    /** What {@link #open} takes. */
    static List<String> names() {
        return Arrays.stream(PlaneDensity.values()).map(PointSet::name).toList();
    }

    private static String name(PlaneDensity density) {
        return density.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String description() {
        return "%s, %d training and %d test points of the plane"
                .formatted(name(density), train.size(), test.size());
    }

    /** They are always the same. */
    @Override
    public String fingerprint() {
        return name(density);
    }

    @Override
    public String unit() {
        return "points";
    }

    @Override
    public Map<String, Object> view() {
        return Map.of();
    }

    @Override
    public VectorViews evaluationViews() {
        return new VectorViews(2);
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) throws IOException {
        Map<String, Features> splits = new LinkedHashMap<>();
        splits.put("train", features(encoder, train, device));
        splits.put("test", features(encoder, test, device));
        return splits;
    }

    private Features features(Block encoder, Samples<float[]> samples, Device device)
            throws IOException {
        return Features.extract(
                encoder, samples, evaluationViews(), BATCH, device, RunSettings.loaderThreads());
    }

    /** Points have no classes. */
    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) {
        return Optional.empty();
    }

    @Override
    public String samplesEnd() {
        return ".csv";
    }

    /** A line a point. */
    @Override
    public void writeSamples(NDArray made, Path file) throws IOException {
        float[] values = made.toFloatArray();
        StringBuilder lines = new StringBuilder("x,y\n");
        for (int i = 0; i < values.length; i += 2) {
            lines.append(values[i]).append(',').append(values[i + 1]).append('\n');
        }
        WholeFile.write(file, lines.toString());
    }
}
