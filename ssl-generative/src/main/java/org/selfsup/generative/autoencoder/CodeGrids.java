package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.selfsup.data.DataSet;
import org.selfsup.data.Labels;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.train.Pass;

/**
 * What a trained {@link VqVae} or {@link VqVae2} makes of samples, to train a model of codes on.
 *
 * <pre>{@code
 * DataSet<CodeGrid> codes = CodeGrids.of(pictures, views, vqVae::codes, manager);
 * CodeGrids top = CodeGrids.of(samples, views, (pass, x) -> vqVae2.codes(pass, x).top(), manager);
 * }</pre>
 *
 * <p>All grids are held in memory, 4 bytes a code. Labels are those of the samples. {@link
 * CodeGridViews} make batches of them.
 */
public final class CodeGrids implements Samples<CodeGrid> {

    private static final int BATCH = 128;

    private final List<CodeGrid> grids;
    private final Optional<Labels> labels;

    private CodeGrids(List<CodeGrid> grids, Optional<Labels> labels) {
        this.grids = grids;
        this.labels = labels;
    }

    /**
     * Codes samples.
     *
     * @param samples what to code
     * @param views how the task sees them, without randomness, one array
     * @param codes from a batch to numbers of codes {@code (n, h, w)} of type INT64
     * @param manager on the task's device
     * @param <S> one sample
     * @throws IOException if a sample cannot be read
     */
    public static <S> CodeGrids of(
            Samples<S> samples,
            Views<S> views,
            BiFunction<Pass, NDArray, NDArray> codes,
            NDManager manager)
            throws IOException {
        List<CodeGrid> grids = new ArrayList<>();
        try (Autograd off = Autograd.off()) {
            for (int start = 0; start < samples.size(); start += BATCH) {
                int n = Math.min(BATCH, samples.size() - start);
                Views.Batch<S> batch = views.batch(n);
                for (int i = 0; i < n; i++) {
                    batch.put(i, samples.get(start + i), Randomness.at(0, start + i));
                }
                try (NDManager scratch = manager.newSubManager()) {
                    NDArray x = batch.toArrays(scratch).singletonOrThrow();
                    NDArray numbers = codes.apply(new Pass(scratch, false, 0, 1), x);
                    addTo(grids, numbers);
                }
            }
        }
        return new CodeGrids(List.copyOf(grids), samples.labels());
    }

    private static void addTo(List<CodeGrid> grids, NDArray numbers) {
        long[] values = numbers.toLongArray();
        int rows = (int) numbers.getShape().get(1);
        int columns = (int) numbers.getShape().get(2);
        int size = rows * columns;
        for (int start = 0; start < values.length; start += size) {
            int[] codes = new int[size];
            for (int i = 0; i < size; i++) {
                codes[i] = (int) values[start + i];
            }
            grids.add(new CodeGrid(codes, rows, columns));
        }
    }

    /**
     * Codes the samples to train and to test on; see {@link #of(Samples, Views, BiFunction,
     * NDManager)}.
     */
    public static <S> DataSet<CodeGrid> of(
            DataSet<S> data,
            Views<S> views,
            BiFunction<Pass, NDArray, NDArray> codes,
            NDManager manager)
            throws IOException {
        CodeGrids train = of(data.train(), views, codes, manager);
        CodeGrids test = of(data.test(), views, codes, manager);
        CodeGrid first = train.get(0);
        return new DataSet<>(
                train,
                test,
                "codes " + first.rows() + " x " + first.columns() + " of " + data.description(),
                Long.toHexString(test.digest(train.digest(0))));
    }

    private long digest(long seed) {
        long digest = seed;
        for (CodeGrid grid : grids) {
            for (int code : grid.codes()) {
                digest = Randomness.seed(digest, code);
            }
        }
        return digest;
    }

    @Override
    public int size() {
        return grids.size();
    }

    @Override
    public CodeGrid get(int index) {
        return grids.get(index);
    }

    @Override
    public Optional<Labels> labels() {
        return labels;
    }
}
