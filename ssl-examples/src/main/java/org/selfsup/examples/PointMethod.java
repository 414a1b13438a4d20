package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.Samples;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Likelihood;
import org.selfsup.generative.flow.NormalizingFlow;
import org.selfsup.report.Pictures;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Option;

/** A command that trains a normalizing flow on points of the plane. */
abstract class PointMethod extends MethodCommand<float[], PointSet, NormalizingFlow> {

    private static final int BATCH = 1000;

    /** Densities are drawn on [-4, 4] x [-4, 4]. */
    private static final double EDGE = 4;

    private static final int PIXELS = 120;

    @Option(
            names = "--data",
            paramLabel = "NAME",
            defaultValue = "checkerboard",
            description =
                    "eight-gaussians, checkerboard, moons, rings or spirals (default:"
                            + " ${DEFAULT-VALUE}).")
    private String data = "checkerboard";

    private double temperature = 1; // of new samples

    /** A new flow for points. */
    abstract NormalizingFlow flow();

    @Override
    public final String family() {
        return "generative";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, 256);
    }

    @Override
    public final String data() {
        return data;
    }

    @Override
    public final PointSet open() {
        return PointSet.open(data);
    }

    @Override
    public final PointSet open(RunSettings settings, String other) {
        return PointSet.open(other);
    }

    @Override
    public final VectorViews views(PointSet points) {
        return points.evaluationViews();
    }

    @Override
    public final Block encoder(String name, PointSet points) {
        return flow().encoder();
    }

    @Override
    public final NormalizingFlow task(Block encoder, int features, PointSet points, long steps) {
        return flow();
    }

    @Override
    public final void sampling(Sampling how) {
        temperature = how.flowTemperature();
    }

    @Override
    public final NDArray generate(NormalizingFlow task, Pass pass, int n) {
        return task.sample(pass, n, temperature);
    }

    @Override
    public final Map<String, Object> figures(
            NormalizingFlow task, PointSet points, NDManager manager, long seed)
            throws IOException {
        Likelihood likelihood =
                Likelihood.measure(
                        points.test(),
                        views(points),
                        BATCH,
                        seed,
                        manager.getDevice(),
                        (batch, rows) ->
                                task.logLikelihood(
                                        new Pass(batch.head().getManager(), false, 0, 1), batch));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nll_nats", likelihood.nats());
        return figures;
    }

    @Override
    public final String sentence(Map<String, ?> figures) {
        return figures.get("nll_nats") instanceof Double nats
                ? String.format(
                        Locale.ROOT, "Test points: negative log-likelihood %.3f nats.", nats)
                : "";
    }

    /**
     * The density to be learnt, as its points show it, that of the model, and the model's points.
     */
    @Override
    public final List<Section> pictures(
            NormalizingFlow task, PointSet points, NDManager manager, long seed)
            throws IOException {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            Pass pass = new Pass(scratch, false, 0, 1);
            float[] made = task.sample(pass, points.train().size()).toFloatArray();
            NDArray grid = scratch.create(grid(), new Shape(PIXELS * PIXELS, 2));
            NDArray density = task.logLikelihood(pass, new NDList(grid)).exp();
            List<BufferedImage> shown =
                    List.of(
                            drawn(counts(all(points.train()))),
                            drawn(density.toFloatArray()),
                            drawn(counts(made)));
            return List.of(
                    new Section.Gallery(
                            "Densities",
                            "The points to learn from, the density of the model, points of the model.",
                            List.of(new Section.Gallery.Row("", shown))));
        }
    }

    private static float[] all(Samples<float[]> points) throws IOException {
        float[] all = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(points.get(i), 0, all, 2 * i, 2);
        }
        return all;
    }

    /** The pixels' centres, row by row from the top. */
    private static float[] grid() {
        float[] grid = new float[2 * PIXELS * PIXELS];
        double pixel = 2 * EDGE / PIXELS;
        for (int row = 0; row < PIXELS; row++) {
            for (int column = 0; column < PIXELS; column++) {
                int i = row * PIXELS + column;
                grid[2 * i] = (float) ((column + 0.5) * pixel - EDGE);
                grid[2 * i + 1] = (float) (EDGE - (row + 0.5) * pixel);
            }
        }
        return grid;
    }

    /** How many points lie in each pixel. */
    private static float[] counts(float[] points) {
        float[] counts = new float[PIXELS * PIXELS];
        for (int i = 0; i < points.length; i += 2) {
            int column = (int) Math.floor((points[i] + EDGE) * PIXELS / (2 * EDGE));
            int row = (int) Math.floor((EDGE - points[i + 1]) * PIXELS / (2 * EDGE));
            if (column >= 0 && column < PIXELS && row >= 0 && row < PIXELS) {
                counts[row * PIXELS + column]++;
            }
        }
        return counts;
    }

    /** White where nothing is, dark where much is; the densest hundredth is black. */
    private static BufferedImage drawn(float[] density) {
        float[] sorted = density.clone();
        Arrays.sort(sorted);
        float most = Math.max(sorted[sorted.length * 99 / 100], Float.MIN_NORMAL);
        return Pictures.ofPlanes(density, 1, PIXELS, PIXELS, most, 0);
    }
}
