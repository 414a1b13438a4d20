package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * VQ-VAE: an autoencoder whose code is a grid of numbers of codes.
 *
 * <pre>{@code
 * z = f(x),   e = the nearest code to the vector at each place   (eq. 1, 2)
 * loss = mean (x - g(e))^2 + beta mean (z - sg[e])^2             (eq. 3, codes by running means)
 * }</pre>
 *
 * <p>Input: one array of pictures {@code (n, c, h, w)}, normalised to mean 0 and variance 1, so
 * that the first term is 1 where nothing is learnt. A 1 x 1 convolution makes vectors z {@code (n,
 * d, h', w')} of a map of the encoder; the decoder sees the codes in their place, and its gradient
 * goes on to z as if nothing had happened (straight-through). Trained: encoder, convolution,
 * decoder. The codes are running means of the vectors they stand for (appendix A.1), buffers of the
 * task; a code that is no longer used becomes a vector of the batch, which the paper's do not.
 * Reported: {@code reconstruction}, {@code commitment}, and {@code perplexity}, how many codes a
 * batch uses.
 *
 * <p>The features are the encoder's. {@link #codes} and {@link #decode} are the way to the grid and
 * back; to make new pictures a model of grids is trained on {@link CodeGrids}.
 *
 * <p>Use it to compress pictures to few discrete numbers. A {@code perplexity} far below the number
 * of codes is the known failure; revival is the cure.
 *
 * <p>van den Oord et al. 2017, <a href="https://arxiv.org/abs/1711.00937">Neural Discrete
 * Representation Learning</a>.
 */
public final class VqVae implements PretextTask {

    private final Networks networks;
    private final FeatureMaps maps;
    private final Codebook codebook;
    private final double beta;
    private final int size;

    /**
     * The codebook.
     *
     * @param codes k, at least 1
     * @param dimension d of a code, at least 1
     * @param beta weight of the commitment, at least 0
     * @param decay share of the running means that is kept in a step, from 0 to 1
     * @param revival share of the mean count below which a code is dead, from 0 to 1; 0 for never
     */
    public record Config(int codes, int dimension, float beta, float decay, double revival) {

        /** 512 codes; without revival. */
        public static final Config PAPER = new Config(512, 64, 0.25f, 0.99f, 0);

        /** Checks the numbers. */
        public Config {
            if (codes < 1
                    || dimension < 1
                    || !(beta >= 0 && beta < Float.POSITIVE_INFINITY)
                    || !(revival >= 0 && revival <= 1)) {
                throw new IllegalArgumentException(
                        "A codebook needs at least 1 code of 1 dimension, a finite beta of at least"
                                + " 0 and a revival from 0 to 1, got "
                                + codes
                                + ", "
                                + dimension
                                + ", "
                                + beta
                                + " and "
                                + revival);
            }
        }

        /** With so many codes. */
        public Config withCodes(int value) {
            return new Config(value, dimension, beta, decay, revival);
        }

        /** With dead codes revived below that share of the mean count. */
        public Config withRevival(double value) {
            return new Config(codes, dimension, beta, decay, value);
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, features)}
     * @param map name of its block that gives the map, see {@link FeatureMaps}
     * @param decoder g, {@code (n, d, h', w') -> (n, c, h, w)}
     * @param config the codebook
     */
    public VqVae(Block encoder, String map, Block decoder, Config config) {
        maps = new FeatureMaps(encoder, map);
        codebook = new Codebook(config);
        beta = config.beta();
        size = config.codes();
        int d = config.dimension();
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("to_codes", Layers.conv(d, 1, 1, 0, true), this::map)
                        .beside("codebook", codebook)
                        .add("decoder", decoder);
    }

    private Shape map(Shape batch) {
        return maps.getOutputShapes(new Shape[] {batch})[1];
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        Codebook.Quantized e = codebook.quantize(pass, "", vectors(pass, x));
        NDArray reconstruction = SquaredError.of(pass, decoded(pass, e.map()), x);
        return reconstruction.add(Numbers.times(e.commitment(), beta));
    }

    private NDArray vectors(Pass pass, NDArray x) {
        NDArray map = pass.forward(maps, new NDList(x)).get(1);
        return pass.forward(networks.get("to_codes"), map); // (n, d, h', w')
    }

    private NDArray decoded(Pass pass, NDArray map) {
        return pass.forward(networks.get("decoder"), map);
    }

    /** How many codes there are, k. */
    public int codebookSize() {
        return size;
    }

    /** The grid of codes of pictures {@code (n, c, h, w)}: {@code (n, h', w')} of type INT64. */
    public NDArray codes(Pass pass, NDArray x) {
        return codebook.indices(vectors(pass, x));
    }

    /**
     * Pictures {@code (n, c, h, w)} of grids of codes.
     *
     * @param codes whole numbers of any type, {@code (n, h', w')}
     * @throws IllegalArgumentException if there are no such codes
     */
    public NDArray decode(Pass pass, NDArray codes) {
        return decoded(pass, codebook.lookUp(codes));
    }

    /** What comes back of pictures {@code (n, c, h, w)}. */
    public NDArray reconstruct(Pass pass, NDArray x) {
        return decode(pass, codes(pass, x));
    }
}
