package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.encoder.Layers;
import org.selfsup.engine.Numbers;
import org.selfsup.engine.TorchScript;

/**
 * Pixels that are whole numbers from 0 on, given as values of any type, under a softmax over all of
 * them: levels of grey, or codes of a codebook.
 *
 * <p>The network sees each value as a row of a trained table, which is what a first layer makes of
 * a one-hot vector: no order of the numbers is assumed. Pictures become such by {@link
 * org.selfsup.augment.Quantize}.
 *
 * <p>van den Oord et al. 2016, <a href="https://arxiv.org/abs/1601.06759">Pixel Recurrent Neural
 * Networks</a>, section 3.3; their network sees the number itself.
 *
 * @param levels how many numbers there are, at least 2
 * @param width features of each in the table
 */
public record CategoricalPixels(int levels, int width) implements PixelDistribution {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def invalid(self, x: Tensor, levels: Tensor) -> Tensor:
                      outside = torch.logical_or(x < 0, x > levels - 1)
                      return torch.any(torch.logical_or(outside, x != torch.floor(x)))
                    def log_likelihood(self, p: Tensor, x: Tensor) -> Tensor:
                      log_p = torch.log_softmax(self.by_channel(p, x), 2)
                      value = torch.unsqueeze(torch.to(x, 4), 2)
                      return torch.sum(torch.flatten(torch.gather(log_p, 2, value), 1), [1])
                    def draw(self, p: Tensor, u: Tensor) -> Tensor:
                      cdf = torch.cumsum(torch.softmax(self.by_channel(p, u), 2), 2)
                      last = cdf.size(2) - 1
                      total = torch.narrow(cdf, 2, last, 1)
                      below = torch.sum(cdf <= torch.unsqueeze(u, 2) * total, [2])
                      return torch.to(torch.clamp(below, 0, last), 6)
                    def by_channel(self, p: Tensor, x: Tensor) -> Tensor:
                      size = [p.size(0), x.size(1), p.size(1) // x.size(1)]
                      for i in range(2, p.dim()):
                        size.append(p.size(i))
                      return torch.reshape(p, size)
                    def index(self, x: Tensor) -> Tensor:
                      return torch.to(torch.round(x), 4)
                    def features(self, rows: Tensor) -> Tensor:
                      return torch.flatten(torch.permute(rows, [0, 1, 4, 2, 3]), 1, 2)
                    """);

    /** Sixteen features for each value. */
    public CategoricalPixels(int levels) {
        this(levels, 16);
    }

    /** Checks the sizes. */
    public CategoricalPixels {
        if (levels < 2 || width < 1) {
            throw new IllegalArgumentException(
                    "There are at least two levels of at least one feature, got %d and %d"
                            .formatted(levels, width));
        }
    }

    @Override
    public Block input() {
        return new Rows(levels, width);
    }

    @Override
    public int parameters(int channels) {
        return channels * levels;
    }

    @Override
    public NDArray logLikelihood(NDArray parameters, NDArray x) {
        try (NDArray number = Numbers.of(x.getManager(), levels);
                NDArray invalid = OPS.apply("invalid", x, number)) {
            if (invalid.getBoolean()) {
                throw new IllegalArgumentException(
                        "Values are whole numbers from 0 to "
                                + (levels - 1)
                                + ", got others; pictures in 0 to 1 are to be quantised");
            }
        }
        return OPS.apply("log_likelihood", parameters, x);
    }

    @Override
    public NDArray draw(NDArray parameters, NDArray noise) {
        return OPS.apply("draw", parameters, noise);
    }

    /** From values (n, c, h, w) to the rows of the table, (n, c width, h, w). */
    private static final class Rows extends AbstractBlock {

        private final int width;
        private final Block table;

        Rows(int levels, int width) {
            this.width = width;
            table = addChildBlock("table", Layers.embedding(levels, width));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameterStore,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            try (NDArray index = OPS.apply("index", inputs.singletonOrThrow());
                    NDArray rows =
                            table.forward(parameterStore, new NDList(index), training)
                                    .singletonOrThrow()) {
                return new NDList(OPS.apply("features", rows));
            }
        }

        @Override
        protected void initializeChildBlocks(
                NDManager manager, DataType dataType, Shape... inputShapes) {
            table.initialize(manager, dataType, inputShapes);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            Shape in = inputShapes[0];
            return new Shape[] {new Shape(in.get(0), in.get(1) * width, in.get(2), in.get(3))};
        }
    }
}
