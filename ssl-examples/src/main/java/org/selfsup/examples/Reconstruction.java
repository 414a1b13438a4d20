package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.selfsup.data.Subset;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A command that trains a method which gives pictures back; its report shows how well.
 *
 * @param <T> the task
 */
abstract class Reconstruction<T extends PretextTask> extends ImageMethod<T> {

    /**
     * What becomes of a batch.
     *
     * @param task trained
     * @param batch as for the loss, of test pictures
     * @return pictures {@code (n, c, h, w)}, normalised as the batch is
     */
    abstract NDArray reconstruct(T task, Pass pass, NDList batch);

    /** Names of the pictures of a batch, in their order. */
    List<String> seen() {
        return List.of("seen");
    }

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public final List<Section> pictures(T task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            Pass pass = new Pass(scratch, false, 0, 1);
            NDList batch =
                    Generated.seen(
                            Subset.first(pictures.data().test(), Generated.SHOWN),
                            views(pictures, task),
                            scratch);
            List<Section.Gallery.Row> rows = new ArrayList<>();
            for (String name : seen()) {
                rows.add(pictures.row(name, batch.get(rows.size())));
            }
            rows.add(pictures.row("reconstructed", reconstruct(task, pass, batch)));
            return List.of(
                    new Section.Gallery("Pictures", "Test pictures, and what comes back.", rows));
        }
    }
}
