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
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Likelihood;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a model of pictures which says how likely one is.
 *
 * @param <T> the task
 */
abstract class LikelihoodMethod<T extends PretextTask> extends ImageMethod<T> {

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "N test pictures, drawn at random, give nll_nats and bits_per_dim (default:"
                            + " ${DEFAULT-VALUE}).")
    private int evaluated = 1000;

    /**
     * log p(x) of pictures, or a lower bound of it, in nats, {@code (n)}.
     *
     * @param test pictures that are evaluated
     * @param pass its samples are numbers of such pictures
     * @param batch what the views show of them
     */
    abstract NDArray logLikelihood(T task, Samples<Image> test, Pass pass, NDList batch);

    /** Pictures that are looked at together. */
    int together() {
        return 100;
    }

    /** How many values of a pixel were spread over an interval of length 1. */
    int spread() {
        return 1;
    }

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public Map<String, Object> figures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        Samples<Image> test = Subset.atMost(pictures.data().test(), evaluated, seed);
        Likelihood likelihood =
                Likelihood.measure(
                        test,
                        views(pictures, task),
                        together(),
                        seed,
                        manager.getDevice(),
                        (batch, rows) -> {
                            NDManager scratch = batch.head().getManager();
                            Pass pass = new Pass(scratch, false, 0, 1, seed, rows);
                            return logLikelihood(task, test, pass, batch);
                        });
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nll_nats", likelihood.nats());
        figures.put("bits_per_dim", likelihood.bitsPerDimension(spread()));
        figures.put("nll_pictures", likelihood.samples());
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("nll_nats") instanceof Double nats
                        && figures.get("bits_per_dim") instanceof Double bits
                ? String.format(
                        Locale.ROOT,
                        "%s test pictures: negative log-likelihood %.2f nats, %.3f bits/dim.",
                        figures.get("nll_pictures"),
                        nats,
                        bits)
                : "";
    }

    @Override
    public List<Section> pictures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            List<Section.Gallery.Row> rows =
                    new ArrayList<>(rows(task, pictures, new Pass(scratch, false, 0, 1), seed));
            NDArray made =
                    generate(
                            task, new Pass(scratch, false, 0, 1), Generated.ROWS * Generated.SHOWN);
            rows.addAll(Generated.rows("sampled", made));
            return List.of(new Section.Gallery("Pictures", "What the model makes.", rows));
        }
    }

    /** Rows above those of the samples. */
    List<Section.Gallery.Row> rows(T task, PictureSet pictures, Pass pass, long seed)
            throws IOException {
        return List.of();
    }

    /** What the views show of some test pictures. */
    final NDList seen(T task, PictureSet pictures, Pass pass, long seed) throws IOException {
        Samples<Image> test = Subset.atMost(pictures.data().test(), Generated.SHOWN, seed);
        return Generated.seen(test, views(pictures, task), pass.manager());
    }
}
