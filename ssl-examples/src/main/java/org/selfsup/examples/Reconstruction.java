package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * A command that trains a method which gives pictures back; its report shows how well.
 *
 * @param <T> the task
 */
abstract class Reconstruction<T extends PretextTask> extends Completion<T> {

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
    final Map<String, NDArray> shown(T task, Pass pass, NDList batch) {
        Map<String, NDArray> rows = new LinkedHashMap<>();
        for (String name : seen()) {
            rows.put(name, batch.get(rows.size()));
        }
        rows.put("reconstructed", reconstruct(task, pass, batch));
        return rows;
    }
}
