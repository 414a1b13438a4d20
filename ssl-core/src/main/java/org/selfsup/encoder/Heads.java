package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.util.function.Supplier;

/**
 * Projection and prediction heads: small multi-layer perceptrons, (n, d) to (n, last units).
 *
 * <p>d is inferred at initialisation. A linear layer has a bias exactly when no BatchNorm follows.
 * Parameters are named as lightly names them: {@code layers.0.weight}, counting activations too.
 */
public final class Heads {

    private Heads() {}

    /** Where a head has BatchNorm. */
    public enum Norm {
        /** Nowhere: MoCo v2. */
        NONE,
        /**
         * After every linear layer but the last: BYOL, SwAV, NNCLR, Barlow Twins, VICReg, the
         * predictor of SimSiam.
         */
        HIDDEN,
        /** After every linear layer: SimCLR. */
        ALL,
        /** After every linear layer, the last one without weight and bias: SimSiam's projector. */
        ALL_LAST_PLAIN
    }

    /**
     * Linear layers with ReLU between.
     *
     * @param norm where BatchNorm goes, before the ReLU
     * @param units features after each linear layer, at least one
     */
    public static Sequence mlp(Norm norm, long... units) {
        return new Sequence().add("layers", layers(norm, Layers::reluInPlace, units));
    }

    /**
     * The head of DINO and iBOT: three linear layers with GELU between, L2 normalisation, and a
     * linear layer to the prototypes whose rows are normalised. Takes tokens (n, t, d), too, if
     * there is no BatchNorm.
     *
     * <p>Weights start from N(0, 0.02^2) cut at two standard deviations, biases at 0.
     *
     * <p>Caron et al. 2021, <a href="https://arxiv.org/abs/2104.14294">Emerging Properties in
     * Self-Supervised Vision Transformers</a>, appendix C.
     *
     * @param norm where BatchNorm goes: {@link Norm#NONE}, or {@link Norm#HIDDEN}
     * @param trainLength whether the length of the prototypes is trained; 1 if not, which is more
     *     stable
     * @param hidden features between the layers, 2048 in the paper
     * @param bottleneck features before the last layer, 256 in the paper
     * @param prototypes features that come out, 65536 in the paper
     */
    public static Sequence dino(
            Norm norm, boolean trainLength, long hidden, long bottleneck, long prototypes) {
        Block layers =
                Layers.startedFlat(
                        layers(norm, Layers::gelu, hidden, hidden, bottleneck),
                        new Distribution.TruncatedNormal(0.02));
        return new Sequence()
                .add("layers", layers)
                .add("normalize", Layers.elementwise(Heads::unitRows))
                .add("last_layer", new WeightNormLinear(prototypes, trainLength));
    }

    /**
     * BERT's classifier of whole texts: a linear layer, tanh, and a linear layer to the classes,
     * (n, d) to (n, classes).
     *
     * <p>Weights start from N(0, 0.02^2), biases at 0.
     *
     * <p>Devlin et al. 2018, <a href="https://arxiv.org/abs/1810.04805">BERT</a>.
     *
     * @param hidden features between the layers, in BERT as many as come in
     * @param classes what is told apart
     */
    public static Sequence pooler(long hidden, long classes) {
        Sequence layers =
                new Sequence()
                        .add("dense", Layers.linear(hidden, true))
                        .add("tanh", Layers.tanh())
                        .add("classifier", Layers.linear(classes, true));
        Layers.startedFlat(layers, new Distribution.Normal(0.02));
        return layers;
    }

    /**
     * The head of ELECTRA's discriminator: a linear layer, GELU, and a linear layer to one logit,
     * (..., d) to (..., 1).
     *
     * <p>Weights start from N(0, 0.02^2), biases at 0.
     *
     * <p>Clark et al. 2020, <a href="https://arxiv.org/abs/2003.10555">ELECTRA</a>.
     *
     * @param hidden features between the layers, in the authors' code as many as come in
     */
    public static Sequence detector(long hidden) {
        return new Sequence()
                .add(
                        "layers",
                        Layers.startedFlat(
                                layers(Norm.NONE, Layers::gelu, hidden, 1),
                                new Distribution.Normal(0.02)));
    }

    private static NDArray unitRows(NDArray x) {
        return x.normalize(2, -1);
    }

    static Sequence layers(Norm norm, Supplier<Block> activation, long... units) {
        if (units.length == 0) {
            throw new IllegalArgumentException("A head needs at least one linear layer, got none");
        }
        Sequence layers = new Sequence();
        for (int i = 0; i < units.length; i++) {
            boolean last = i == units.length - 1;
            boolean normed = last ? norm.compareTo(Norm.HIDDEN) > 0 : norm != Norm.NONE;
            layers.add(Layers.linear(units[i], !normed));
            if (normed) {
                layers.add(new BatchNorm(!(last && norm == Norm.ALL_LAST_PLAIN)));
            }
            if (!last) {
                layers.add(activation.get());
            }
        }
        return layers;
    }
}
