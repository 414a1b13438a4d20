package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Numbers;

/**
 * An encoder that gives every node of a graph a normal distribution.
 *
 * <pre>{@code
 * q(z_i | X, A) = N(mu_i, diag sigma_i^2),   mu = GCN_mu(X, A),   log sigma = GCN_sigma(X, A)
 * }</pre>
 *
 * <p>The two networks share all but their last layers. The inputs are those of a {@link
 * GraphLayer}; two arrays come out, mu and log sigma^2, each {@code (n, d)}, to be read by {@link
 * #distribution}. {@link #means()} is the encoder that probes see.
 *
 * <p>Kipf and Welling 2016, <a href="https://arxiv.org/abs/1611.07308">Variational Graph
 * Auto-Encoders</a>.
 */
public final class VariationalGraphEncoder extends AbstractBlock {

    private final GraphLayer hidden;
    private final GraphLayer mean;
    private final GraphLayer deviation;
    private final GraphSequence means;

    /**
     * Puts the parts together.
     *
     * @param hidden {@code (n, f)} to {@code (n, h)}
     * @param mean {@code (n, h)} to mu, {@code (n, d)}
     * @param deviation {@code (n, h)} to log sigma, {@code (n, d)}
     */
    public VariationalGraphEncoder(GraphLayer hidden, GraphLayer mean, GraphLayer deviation) {
        this.hidden = addChildBlock("hidden", hidden);
        this.mean = addChildBlock("mean", mean);
        this.deviation = addChildBlock("deviation", deviation);
        means = new GraphSequence().add("hidden", hidden).add("mean", mean);
    }

    /**
     * The paper's graph convolutions: a hidden layer with ReLU, and one for each output.
     *
     * @param hidden units h; 32 in the paper
     * @param latent dimensions d of z; 16 in the paper
     */
    public static VariationalGraphEncoder gcn(long hidden, long latent) {
        return new VariationalGraphEncoder(
                GraphEncoders.rectified(hidden), new GcnLayer(latent), new GcnLayer(latent));
    }

    /** From a graph to mu alone, {@code (n, d)}; parameters are shared. */
    public GraphSequence means() {
        return means;
    }

    /** What came out. */
    public static DiagonalGaussian distribution(NDList outputs) {
        return new DiagonalGaussian(outputs.get(0), outputs.get(1));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        try (Edges edges = Edges.of(inputs);
                NDArray h = hidden.propagate(parameterStore, inputs.head(), edges, training)) {
            NDArray mu = mean.propagate(parameterStore, h, edges, training);
            try (NDArray log = deviation.propagate(parameterStore, h, edges, training)) {
                return new NDList(mu, Numbers.times(log, 2));
            }
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape z = means.getOutputShapes(inputShapes)[0];
        return new Shape[] {z, z};
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        hidden.initialize(manager, dataType, inputShapes[0]);
        Shape h = hidden.getOutputShapes(new Shape[] {inputShapes[0]})[0];
        mean.initialize(manager, dataType, h);
        deviation.initialize(manager, dataType, h);
    }
}
