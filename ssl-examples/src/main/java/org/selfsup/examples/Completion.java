package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A command that trains a method which makes pictures of pictures; its report shows both side by
 * side.
 *
 * @param <T> the task
 */
abstract class Completion<T extends PretextTask> extends ImageMethod<T> {

    private static final int BATCH = 100;

    /**
     * What goes in and what comes out, in rows.
     *
     * @param task trained
     * @param batch as for the loss, of test pictures
     * @return pictures {@code (n, c, h, w)} by what they are, normalised as the batch is
     */
    abstract Map<String, NDArray> shown(T task, Pass pass, NDList batch);

    /**
     * Looks at test pictures, drawn at random, as the task sees them, some at a time.
     *
     * @param most how many
     * @param seed decides which
     * @param look at one batch, with nothing recorded
     */
    final void eachBatch(
            T task,
            PictureSet pictures,
            NDManager manager,
            int most,
            long seed,
            BiConsumer<Pass, NDList> look)
            throws IOException {
        Samples<Image> test = Subset.atMost(pictures.data().test(), most, seed);
        for (int start = 0; start < test.size(); start += BATCH) {
            int end = Math.min(test.size(), start + BATCH);
            Samples<Image> some = new Subset<>(test, IntStream.range(start, end).toArray());
            try (Autograd off = Autograd.off();
                    NDManager scratch = manager.newSubManager()) {
                NDList batch = Generated.seen(some, views(pictures, task), scratch);
                look.accept(new Pass(scratch, false, 0, 1), batch);
            }
        }
    }

    @Override
    public List<Section> pictures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            NDList batch =
                    Generated.seen(
                            Subset.atMost(pictures.data().test(), Generated.SHOWN, seed),
                            views(pictures, task),
                            scratch);
            List<Section.Gallery.Row> rows = new ArrayList<>();
            shown(task, new Pass(scratch, false, 0, 1), batch)
                    .forEach((what, made) -> rows.add(pictures.row(what, made)));
            return List.of(
                    new Section.Gallery("Pictures", "Test pictures, and what comes back.", rows));
        }
    }
}
