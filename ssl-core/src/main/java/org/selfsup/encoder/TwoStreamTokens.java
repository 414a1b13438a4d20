package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * Two-stream attention over the tokens of a text in any order: tokens (n, t), the rank of every
 * place in that order (n, t), and places to be told (n, m), all of type int64, to (n, m, d).
 *
 * <pre>{@code
 * h_i = layer(Q = h_i, KV = h_j with rank_j <= rank_i)      content stream
 * g_i = layer(Q = g_i, KV = h_j with rank_j <  rank_i)      query stream (section 2.3)
 * }</pre>
 *
 * <p>g starts from a learned vector {@code blank}, from N(0, 0.02^2), and the position, so it knows
 * where it is but not what stands there; all other parameters are the transformer's own. It is
 * computed where something is to be told only. A place of rank 0 has nobody to ask: it cannot be
 * told.
 *
 * <p>Yang et al. 2019, <a href="https://arxiv.org/abs/1906.08237">XLNet</a>.
 */
public final class TwoStreamTokens extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def seen(self, rank: Tensor) -> Tensor:
                      before = torch.ge(torch.unsqueeze(rank, 2), torch.unsqueeze(rank, 1))
                      return torch.unsqueeze(before, 1)
                    def seen_by_guesses(self, rank: Tensor, places: Tensor) -> Tensor:
                      own = torch.unsqueeze(torch.gather(rank, 1, places), 2)
                      return torch.unsqueeze(torch.gt(own, torch.unsqueeze(rank, 1)), 1)
                    """);

    private final TextTransformer transformer;
    private final Parameter blank;

    /**
     * Another way through a transformer.
     *
     * @param transformer without causal layers
     * @throws IllegalArgumentException if they are causal
     */
    public TwoStreamTokens(TextTransformer transformer) {
        if (transformer.config().layers().causal()) {
            throw new IllegalArgumentException(
                    "Two streams need layers in which every place may see every other, got causal"
                            + " ones");
        }
        this.transformer = addChildBlock("transformer", transformer);
        blank = addParameter(Layers.parameter("blank", Parameter.Type.OTHER, true));
        blank.setInitializer(new Distribution.Normal(0.02));
        blank.setShape(new Shape(transformer.config().embedding()));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray tokens = inputs.get(0);
        NDArray rank = inputs.get(1);
        NDArray places = inputs.get(2);
        if (!rank.getShape().equals(tokens.getShape())
                || places.getShape().dimension() != 2
                || places.size(0) != tokens.size(0)) {
            throw new IllegalArgumentException(
                    "Two streams take tokens (n, t), ranks (n, t) and places (n, m), got "
                            + inputs.getShapes()[0]
                            + ", "
                            + inputs.getShapes()[1]
                            + " and "
                            + inputs.getShapes()[2]);
        }
        Embedding.checkIndices(places, tokens.size(1), "Two streams");
        NDArray start = parameterStore.getValue(blank, tokens.getDevice(), training);
        try (NDArray seen = OPS.apply("seen", rank);
                NDArray seenByGuesses = OPS.apply("seen_by_guesses", rank, places)) {
            return new NDList(
                    transformer.guess(
                            parameterStore, tokens, start, places, seen, seenByGuesses, training));
        }
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        if (!transformer.isInitialized()) { // a task's encoder is, before this is
            transformer.initialize(manager, dataType, inputShapes);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape places = inputShapes[inputShapes.length - 1];
        return new Shape[] {places.add(transformer.config().layers().width())};
    }
}
