package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.KnnProbe;
import org.selfsup.eval.Split;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a game whose networks lead from pictures to codes and from codes to
 * pictures.
 *
 * @param <T> the task
 */
abstract class CodedGame<T extends PretextTask> extends Completion<T> {

    @Option(
            names = "--latent",
            paramLabel = "D",
            description = "Dimensions of the code (default: ${DEFAULT-VALUE}).")
    private int latent;

    CodedGame(int latent) {
        this.latent = latent;
    }

    /** Dimensions of the code. */
    final int latent() {
        return latent;
    }

    /** From pictures to codes. */
    abstract Sequence toCode(T task);

    /** Draws of the prior, {@code (n, latent)}. */
    abstract NDArray prior(T task, Pass pass, int n);

    /** Pictures of codes, normalised as the batch is. */
    abstract NDArray picture(T task, Pass pass, NDArray z);

    /** Pictures of codes, from 0 to 1. */
    abstract NDArray raw(NDArray normalized);

    @Override
    public final String family() {
        return "adversarial";
    }

    @Override
    public final Views<Image> views(PictureSet pictures) {
        return pictures.evaluationViews();
    }

    @Override
    final Map<String, NDArray> shown(T task, Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        Map<String, NDArray> rows = new LinkedHashMap<>();
        rows.put("seen", x);
        rows.put("of its code", picture(task, pass, pass.forward(toCode(task), x)));
        return rows;
    }

    @Override
    public final NDArray generate(T task, Pass pass, int n) {
        return raw(picture(task, pass, prior(task, pass, n)));
    }

    @Override
    public final List<Section> pictures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        List<Section> sections = new ArrayList<>(super.pictures(task, pictures, manager, seed));
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            NDArray made =
                    generate(
                            task, new Pass(scratch, false, 0, 1), Generated.ROWS * Generated.SHOWN);
            sections.add(
                    new Section.Gallery(
                            "Samples",
                            "Pictures of codes of the prior.",
                            Generated.rows("", made)));
        }
        return sections;
    }

    /** The share of test pictures whose nearest neighbour by the code is of their class. */
    @Override
    public Map<String, Object> figures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        if (!pictures.labelled()) {
            return Map.of();
        }
        Sequence code = toCode(task);
        Split split =
                new Split(
                        pictures.features(code, pictures.train(), manager.getDevice()),
                        pictures.features(code, pictures.data().test(), manager.getDevice()));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nearest_neighbour", new KnnProbe(1, 1).evaluate(split).accuracy());
        return Map.of("code", figures);
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("code") instanceof Map<?, ?> code
                        && code.get("nearest_neighbour") instanceof Double accuracy
                ? String.format(
                        Locale.ROOT,
                        "One nearest neighbour by the code tells %.2f %% right",
                        100 * accuracy)
                : "";
    }
}
