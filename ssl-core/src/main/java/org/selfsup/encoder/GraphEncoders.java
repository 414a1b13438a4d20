package org.selfsup.encoder;

/** The usual encoders of graphs, for nodes with any number of features f. */
public final class GraphEncoders {

    private GraphEncoders() {}

    /**
     * Graph convolutions, each followed by a PReLU, (n, f) to (n, last units): with one layer of
     * 512 the encoder of Deep Graph Infomax.
     *
     * @param units features after each layer, at least one layer
     */
    public static GraphSequence gcn(long... units) {
        return gcn(false, units);
    }

    /**
     * Graph convolutions, each followed by BatchNorm and a PReLU, (n, f) to (n, last units): with
     * 512 and 256 units an encoder of BGRL.
     *
     * @param units features after each layer, at least one layer
     */
    public static GraphSequence normalizedGcn(long... units) {
        return gcn(true, units);
    }

    private static GraphSequence gcn(boolean normalized, long... units) {
        if (units.length == 0) {
            throw new IllegalArgumentException("A GCN needs at least one layer, got none");
        }
        GraphSequence net = new GraphSequence();
        for (int i = 0; i < units.length; i++) {
            int number = i + 1;
            net.add("conv" + number, new GcnLayer(units[i]));
            if (normalized) {
                net.add("bn" + number, new BatchNorm());
            }
            net.add("prelu" + number, new PRelu());
        }
        return net;
    }

    /**
     * Graph convolutions with ReLU between them and none at the end, (n, f) to (n, last units):
     * with 32 and 16 units the encoder of the graph autoencoder.
     *
     * @param units features after each layer, at least one layer
     */
    public static GraphSequence gcnRelu(long... units) {
        GraphSequence net = new GraphSequence();
        for (int i = 0; i + 1 < units.length; i++) {
            net.add("hidden" + (i + 1), rectified(units[i]));
        }
        return net.add("conv" + units.length, new GcnLayer(units[units.length - 1]));
    }

    /** A graph convolution with ReLU, (n, f) to (n, units). */
    static GraphSequence rectified(long units) {
        return new GraphSequence()
                .add("conv", new GcnLayer(units))
                .add("relu", Layers.reluInPlace());
    }

    /**
     * A graph convolution with a PReLU for a graph, and one that takes weights as they are for its
     * diffusion, added, (n, f) twice to (n, units): with 512 units the encoder of MVGRL.
     *
     * @param units features that come out
     */
    public static TwoViewEncoder gcnAndDiffusion(long units) {
        return new TwoViewEncoder(
                gcn(units),
                new GraphSequence()
                        .add("conv1", GcnLayer.unnormalized(units))
                        .add("prelu1", new PRelu()));
    }

    /**
     * GIN layers with a network of one hidden layer, each followed by ReLU and BatchNorm; all their
     * outputs come out, (n, f) to (n, layers * units): the encoder of InfoGraph and GraphCL, to be
     * read out by {@link Readout#SUM}.
     *
     * @param layers at least 1
     * @param units features after each
     */
    public static JumpingKnowledge gin(int layers, long units) {
        GraphLayer[] stack = new GraphLayer[Math.max(0, layers)];
        for (int i = 0; i < stack.length; i++) {
            stack[i] =
                    new GraphSequence()
                            .add("conv", new GinLayer(Heads.mlp(Heads.Norm.NONE, units, units)))
                            .add("relu", Layers.reluInPlace())
                            .add("bn", new BatchNorm());
        }
        return new JumpingKnowledge(stack);
    }
}
