package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * Says of patches that an encoder did not see what it would make of them, I-JEPA's predictor, or
 * what their pixels are, MAE's decoder.
 *
 * <pre>{@code
 * context = embed(x) + positions[seen]              (n, k, w)
 * queries = mask_token + positions[asked]           (n, m, w)
 * y = project( transformer(context, queries) )      (n, m, d'), the queries' places only
 * }</pre>
 *
 * <p>Three inputs: features of the seen patches x (n, k, d), the numbers of these patches (n, k),
 * and the numbers of those that are asked for (n, m), both of type int64. Positions are fixed sines
 * and cosines; the mask token starts from N(0, 0.02^2).
 *
 * <p>Assran et al. 2023, <a href="https://arxiv.org/abs/2301.08243">Self-Supervised Learning from
 * Images with a Joint-Embedding Predictive Architecture</a>, section 3; He et al. 2021, <a
 * href="https://arxiv.org/abs/2111.06377">Masked Autoencoders Are Scalable Vision Learners</a>,
 * section 3, whose decoder it is if what leaves the masked places alone is not counted.
 */
public final class PatchPredictor extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def at(self, positions: Tensor, places: Tensor) -> Tensor:
                      return torch.embedding(torch.squeeze(positions, 0), places)
                    def ask(self, x: Tensor, positions: Tensor, seen: Tensor, asked: Tensor, token: Tensor) -> Tensor:
                      context = torch.add(x, (self).at(positions, seen))
                      queries = torch.add(token, (self).at(positions, asked))
                      return torch.cat([context, queries], 1)
                    def answers(self, y: Tensor, asked: Tensor) -> Tensor:
                      return torch.slice(y, 1, torch.sub(torch.size(y, 1), torch.size(asked, 1)))
                    """);

    private final long features;
    private final long outputs;
    private final int grid;
    private final int width;
    private final Parameter positions;
    private final Parameter token;
    private final Block embed;
    private final Transformer layers;
    private final Block project;

    /** A predictor of features, d' = d; see the other constructor. */
    public PatchPredictor(int grid, long features, Transformer.Config layers) {
        this(grid, features, features, layers);
    }

    /**
     * With new parameters.
     *
     * @param grid patches a side
     * @param features d
     * @param outputs d'
     * @param layers its sizes; a width divisible by 4, without positions
     */
    public PatchPredictor(int grid, long features, long outputs, Transformer.Config layers) {
        width = layers.width();
        if (grid < 1 || features < 1 || outputs < 1 || width % 4 != 0 || layers.positions() != 0) {
            throw new IllegalArgumentException(
                    "A predictor of patches needs a grid, features and outputs of at least 1,"
                            + " a width divisible by 4 and no positions of its layers, got "
                            + grid
                            + ", "
                            + features
                            + ", "
                            + outputs
                            + " and "
                            + layers);
        }
        this.grid = grid;
        this.features = features;
        this.outputs = outputs;
        positions = addParameter(Transformer.learned((long) grid * grid, width));
        VisionTransformer.fix(positions, grid);
        token = addParameter(Layers.parameter("mask_token", Parameter.Type.OTHER, true));
        token.setInitializer(new Distribution.Normal(0.02));
        token.setShape(new Shape(1, 1, width));
        Distribution start = new Distribution.Glorot();
        embed = addChildBlock("embed", Layers.startedFlat(Layers.linear(width, true), start));
        this.layers = addChildBlock("layers", new Transformer(layers));
        project = addChildBlock("project", Layers.startedFlat(Layers.linear(outputs, true), start));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray x = inputs.get(0);
        NDArray seen = inputs.get(1);
        NDArray asked = inputs.get(2);
        Layers.checkFeatures(x, features, "This predictor");
        if (!seen.getShape().equals(x.getShape().slice(0, 2))) {
            throw new IllegalArgumentException(
                    "A predictor of patches needs the number of every patch it sees, expected "
                            + x.getShape().slice(0, 2)
                            + ", got "
                            + seen.getShape());
        }
        Embedding.checkIndices(seen, (long) grid * grid, "A predictor of patches");
        Embedding.checkIndices(asked, (long) grid * grid, "A predictor of patches");
        Device device = x.getDevice();
        NDArray places = parameterStore.getValue(positions, device, training);
        NDArray mask = parameterStore.getValue(token, device, training);
        try (NDArray context = run(parameterStore, embed, x, training);
                NDArray sequence = OPS.apply("ask", context, places, seen, asked, mask);
                NDArray all = run(parameterStore, layers, sequence, training);
                NDArray answers = OPS.apply("answers", all, asked)) {
            return new NDList(run(parameterStore, project, answers, training));
        }
    }

    private static NDArray run(ParameterStore store, Block block, NDArray x, boolean training) {
        return block.forward(store, new NDList(x), training).singletonOrThrow();
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        embed.initialize(manager, dataType, new Shape(-1, -1, features));
        layers.initialize(manager, dataType, new Shape(-1, -1, width));
        project.initialize(manager, dataType, new Shape(-1, -1, width));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[2].add(outputs)};
    }
}
