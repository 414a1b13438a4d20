package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Distribution;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;
import org.selfsup.loss.CodebookEma;
import org.selfsup.loss.VqLoss;
import org.selfsup.train.Buffer;
import org.selfsup.train.HealthMonitor;
import org.selfsup.train.Pass;

/**
 * Codes that follow the vectors assigned to them, saved with the task and never trained.
 *
 * <p>A code whose running count falls below a share of the mean count is dead: it becomes a vector
 * of the batch, drawn by {@link Pass#random}, with twice the count at which it died. So it follows
 * quickly what comes to it, and soon is another where nothing does. At first all counts are 1,
 * little in a batch of pictures.
 */
final class Codebook extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def channels_last(self, map: Tensor) -> Tensor:
                      return torch.permute(map, [0, 2, 3, 1])
                    def channels_first(self, rows: Tensor) -> Tensor:
                      return torch.permute(rows, [0, 3, 1, 2])
                    def look_up(self, codes: Tensor, index: Tensor) -> Tensor:
                      return (self).channels_first(torch.embedding(codes, index))
                    def perplexity(self, index: Tensor, codes: Tensor) -> Tensor:
                      p = torch.bincount(torch.flatten(index), None, torch.size(codes, 0))
                      p = torch.div(torch.to(p, codes.dtype), torch.numel(index))
                      return torch.exp(torch.neg(torch.sum(torch.xlogy(p, p))))
                    def revive(self, codes: Tensor, counts: Tensor, sums: Tensor, z: Tensor, dead: Tensor, drawn: Tensor, count: Tensor) -> Tensor:
                      rows = torch.reshape(torch.detach(z), [-1, torch.size(z, -1)])
                      born = torch.index_select(rows, 0, drawn)
                      torch.index_fill_(counts, 0, dead, count)
                      torch.index_copy_(sums, 0, dead, torch.mul(born, count))
                      return torch.index_copy_(codes, 0, dead, born)
                    """);

    private final Buffer codes; // (k, d)
    private final Buffer counts; // (k)
    private final Buffer sums; // (k, d)
    private final VqLoss vq = new VqLoss(1);
    private final CodebookEma average;
    private final double revival;

    /**
     * What became of a map.
     *
     * @param map codes in place of its vectors, {@code (n, d, h, w)}, straight-through
     * @param indices which, {@code (n, h, w)} of type INT64
     * @param commitment mean squared distance, a scalar; its gradient moves the vectors
     */
    record Quantized(NDArray map, NDArray indices, NDArray commitment) {}

    Codebook(VqVae.Config config) {
        average = new CodebookEma(config.decay());
        revival = config.revival();
        int k = config.codes();
        int d = config.dimension();
        codes = addChildBlock("codes", new Buffer(new Distribution.Normal(1), k, d));
        counts = addChildBlock("counts", new Buffer(Initializer.ONES, k));
        sums = addChildBlock("sums", new Buffer(k, d));
    }

    /** The sums begin as the codes, of which each counts once. */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        children.values().forEach(buffer -> buffer.initialize(manager, dataType, inputShapes));
        sums.set(codes.value());
    }

    /** Quantises a map {@code (n, d, h, w)}; in training the codes follow after the step. */
    Quantized quantize(Pass pass, String name, NDArray map) {
        NDArray z = OPS.apply("channels_last", map); // (n, h, w, d)
        VqLoss.Terms terms = vq.evaluate(z, codes.value());
        NDArray perplexity = OPS.apply("perplexity", terms.indices(), codes.value());
        pass.report(name + "perplexity", perplexity);
        pass.report(name + "commitment", terms.commitment());
        pass.report(
                HealthMonitor.CODEBOOK, perplexity.getFloat() / codes.value().getShape().get(0));
        if (pass.training()) {
            pass.afterStep(() -> follow(z, terms.indices(), pass.random()));
        }
        NDArray quantized = OPS.apply("channels_first", terms.quantized());
        return new Quantized(quantized, terms.indices(), terms.commitment());
    }

    /** Which codes are nearest, {@code (n, h, w)}. */
    NDArray indices(NDArray map) {
        return vq.evaluate(OPS.apply("channels_last", map), codes.value()).indices();
    }

    /** The codes of whole numbers {@code (n, h, w)} as a map {@code (n, d, h, w)}. */
    NDArray lookUp(NDArray numbers) {
        long k = codes.value().getShape().get(0);
        NDArray indices = numbers.toType(DataType.INT64, true);
        if (numbers.getShape().dimension() != 3
                || !indices.toType(numbers.getDataType(), true).contentEquals(numbers)
                || indices.min().getLong() < 0
                || indices.max().getLong() >= k) {
            throw new IllegalArgumentException(
                    "Codes are whole numbers (n, h, w) from 0 to "
                            + (k - 1)
                            + ", got others, or another shape: "
                            + numbers.getShape());
        }
        NDArray map = OPS.apply("look_up", codes.value(), indices);
        map.attach(numbers.getManager());
        return map;
    }

    private void follow(NDArray z, NDArray indices, RandomGenerator random) {
        CodebookEma.State now = new CodebookEma.State(codes.value(), counts.value(), sums.value());
        CodebookEma.State next = average.next(now, z, indices);
        codes.set(next.codebook());
        counts.set(next.counts());
        sums.set(next.sums());
        revive(z, indices.size(), random);
    }

    private void revive(NDArray z, long vectors, RandomGenerator random) {
        float[] used = counts.value().toFloatArray();
        double least = revival * vectors / used.length;
        List<Long> dead = new ArrayList<>();
        List<Long> drawn = new ArrayList<>();
        for (int code = 0; code < used.length; code++) {
            if (used[code] < least) {
                dead.add((long) code);
                drawn.add(random.nextLong(vectors));
            }
        }
        if (dead.isEmpty()) {
            return;
        }
        NDManager manager = z.getManager();
        NDArray[] arguments = {
            codes.value(),
            counts.value(),
            sums.value(),
            z,
            Numbers.of(manager, dead.stream().mapToLong(Long::longValue).toArray()),
            Numbers.of(manager, drawn.stream().mapToLong(Long::longValue).toArray()),
            Numbers.of(manager, 2 * least)
        };
        OPS.apply("revive", arguments).close();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        throw new UnsupportedOperationException(
                "A codebook is asked by quantize, it is no network");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
