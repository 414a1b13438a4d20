package org.selfsup.generative.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.FeatureMaps;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.ResidualCodec;
import org.selfsup.engine.Numbers;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

/**
 * VQ-VAE-2: two grids of codes, a small one for what a picture shows and a larger one, seen in its
 * light, for how it looks.
 *
 * <pre>{@code
 * e_top    = quantise(f_top(f_bottom(x)))
 * e_bottom = quantise(f_bottom(x), up(e_top))
 * loss = mean (x - g(e_top, e_bottom))^2 + beta (commitment of both)     (algorithm 1)
 * }</pre>
 *
 * <p>Input, straight-through gradient, codes and reports are those of {@link VqVae}; there is a
 * codebook for each grid, reported as {@code top_perplexity} and {@code bottom_perplexity}. The
 * encoder gives maps of both scales, such as {@link ResidualCodec#twoScales}. Enlarging repeats
 * pixels instead of a transposed convolution.
 *
 * <p>The features are the encoder's. New pictures come from a model of top grids and one of bottom
 * grids given the top, trained on {@link CodeGrids}.
 *
 * <p>Use it where {@link VqVae} blurs: it spends more codes, most of them on detail.
 *
 * <p>Razavi et al. 2019, <a href="https://arxiv.org/abs/1906.00446">Generating Diverse
 * High-Fidelity Images with VQ-VAE-2</a>.
 */
public final class VqVae2 implements PretextTask {

    private final Networks networks;
    private final FeatureMaps maps;
    private final Codebook top;
    private final Codebook bottom;
    private final Block enlarge = Layers.upsample(2);
    private final int dimension;
    private final double beta;

    /**
     * The two grids of a batch of pictures.
     *
     * @param top numbers of codes, {@code (n, h', w')} of type INT64
     * @param bottom numbers of codes, {@code (n, 2 h', 2 w')} of type INT64
     */
    public record Grids(NDArray top, NDArray bottom) {}

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, features)} with blocks {@code bottom} and {@code
     *     top}, whose maps are twice as large below
     * @param decoder g, {@code (n, 2 d, 2 h', 2 w') -> (n, c, h, w)}
     * @param config each codebook
     */
    public VqVae2(Block encoder, Block decoder, VqVae.Config config) {
        maps = new FeatureMaps(encoder, "bottom", "top");
        top = new Codebook(config);
        bottom = new Codebook(config);
        dimension = config.dimension();
        beta = config.beta();
        networks =
                new Networks()
                        .add("encoder", encoder)
                        .add("to_top", Layers.conv(dimension, 1, 1, 0, true), x -> map(x, 2))
                        .beside("top", top)
                        .add("up", ResidualCodec.decoder(dimension, 1, dimension))
                        .add("to_bottom", Layers.conv(dimension, 1, 1, 0, true), this::joined)
                        .beside("bottom", bottom)
                        .add("decoder", decoder, x -> map(x, 1, 2L * dimension));
    }

    private Shape map(Shape batch, int which) {
        return maps.getOutputShapes(new Shape[] {batch})[which];
    }

    private Shape map(Shape batch, int which, long channels) {
        Shape map = map(batch, which);
        return new Shape(map.get(0), channels, map.get(2), map.get(3));
    }

    private Shape joined(Shape batch) {
        return map(batch, 1, map(batch, 1).get(1) + dimension);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        NDList seen = pass.forward(maps, batch); // features, bottom map, top map
        Codebook.Quantized above =
                top.quantize(pass, "top_", pass.forward(networks.get("to_top"), seen.get(2)));
        NDArray below = below(pass, seen.get(1), above.map());
        Codebook.Quantized detail = bottom.quantize(pass, "bottom_", below);
        NDArray reconstruction = SquaredError.of(pass, decoded(pass, above.map(), detail.map()), x);
        NDArray commitment = above.commitment().add(detail.commitment());
        return reconstruction.add(Numbers.times(commitment, beta));
    }

    /** The vectors of the larger grid, given the codes of the smaller. */
    private NDArray below(Pass pass, NDArray map, NDArray above) {
        NDArray up = pass.forward(networks.get("up"), above);
        return pass.forward(networks.get("to_bottom"), map.concat(up, 1)); // (n, d, 2 h', 2 w')
    }

    private NDArray decoded(Pass pass, NDArray above, NDArray below) {
        NDArray enlarged = pass.forward(enlarge, above); // (n, d, 2 h', 2 w')
        return pass.forward(networks.get("decoder"), enlarged.concat(below, 1));
    }

    /** The grids of codes of pictures {@code (n, c, h, w)}. */
    public Grids codes(Pass pass, NDArray x) {
        NDList seen = pass.forward(maps, new NDList(x));
        NDArray above = top.indices(pass.forward(networks.get("to_top"), seen.get(2)));
        NDArray below = below(pass, seen.get(1), top.lookUp(above));
        return new Grids(above, bottom.indices(below));
    }

    /**
     * Pictures {@code (n, c, h, w)} of grids of codes.
     *
     * @throws IllegalArgumentException if there are no such codes
     */
    public NDArray decode(Pass pass, Grids codes) {
        return decoded(pass, top.lookUp(codes.top()), bottom.lookUp(codes.bottom()));
    }

    /** What comes back of pictures {@code (n, c, h, w)}. */
    public NDArray reconstruct(Pass pass, NDArray x) {
        return decode(pass, codes(pass, x));
    }
}
