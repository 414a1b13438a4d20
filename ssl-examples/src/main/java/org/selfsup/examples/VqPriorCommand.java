package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Likelihood;
import org.selfsup.generative.autoencoder.CodeGrid;
import org.selfsup.generative.autoencoder.CodeGridViews;
import org.selfsup.generative.autoencoder.VqVae;
import org.selfsup.generative.autoregressive.CategoricalPixels;
import org.selfsup.generative.autoregressive.GatedPixelCnn;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the prior of a VQ-VAE: a gated PixelCNN over its grids of codes. */
@Command(
        name = "vqprior",
        mixinStandardHelpOptions = true,
        description =
                "VQ-VAE's prior (1711.00937): a gated PixelCNN over the codes of a run of vqvae,"
                        + " which then makes new pictures.")
final class VqPriorCommand extends MethodCommand<CodeGrid, CodeSet, GatedPixelCnn> {

    private static final int BATCH = 100;

    @Option(
            names = "--from",
            paramLabel = "RUN",
            required = true,
            description = "Run directory of vqvae.")
    private Path from = Path.of("");

    @Mixin private PixelOptions net = new PixelOptions(64, 8);

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, 32);
    }

    @Override
    public String data() {
        return from.toString();
    }

    @Override
    public CodeSet open() throws IOException {
        return CodeSet.open(from);
    }

    @Override
    public CodeSet open(RunSettings settings, String other) throws IOException {
        return CodeSet.open(Path.of(other));
    }

    @Override
    public CodeGridViews views(CodeSet codes) {
        return codes.grid();
    }

    @Override
    public Block encoder(String name, CodeSet codes) throws IOException {
        return model(codes).encoder();
    }

    @Override
    public GatedPixelCnn task(Block encoder, int features, CodeSet codes, long steps) {
        return model(codes);
    }

    private GatedPixelCnn model(CodeSet codes) {
        CodeGridViews grid = codes.grid();
        return new GatedPixelCnn(
                new Shape(1, grid.rows(), grid.columns()),
                new CategoricalPixels(codes.levels()),
                new GatedPixelCnn.Config(net.hidden, net.layers, net.units));
    }

    /** Bits are those of a code. */
    @Override
    public Map<String, Object> figures(
            GatedPixelCnn task, CodeSet codes, NDManager manager, long seed) throws IOException {
        Likelihood likelihood =
                Likelihood.measure(
                        codes.codes().test(),
                        views(codes),
                        BATCH,
                        seed,
                        manager.getDevice(),
                        (batch, rows) ->
                                task.logLikelihood(
                                        new Pass(batch.head().getManager(), false, 0, 1), batch));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nll_nats", likelihood.nats());
        figures.put("bits_per_dim", likelihood.bitsPerDimension(1));
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("nll_nats") instanceof Double nats
                        && figures.get("bits_per_dim") instanceof Double bits
                ? String.format(
                        Locale.ROOT,
                        "Grids of test pictures: negative log-likelihood %.2f nats, %.3f bits a"
                                + " code.",
                        nats,
                        bits)
                : "";
    }

    /** Draws grids and lets the VQ-VAE make pictures of them. */
    @Override
    public NDArray generate(GatedPixelCnn task, Pass pass, int n) {
        try {
            FinishedRun<PictureSet, ?> source = FinishedRun.ofPictures(from, pass.manager());
            VqVae vae = CodeSet.vqVae(from, source);
            NDArray grids = task.sample(pass, n).squeeze(1); // (n, h, w)
            return source.data().raw(vae.decode(pass, grids));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Section> pictures(GatedPixelCnn task, CodeSet codes, NDManager manager, long seed) {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            NDArray made =
                    generate(
                            task, new Pass(scratch, false, 0, 1), Generated.ROWS * Generated.SHOWN);
            return List.of(
                    new Section.Gallery(
                            "Samples",
                            "Pictures of codes that the prior draws.",
                            Generated.rows("sampled", made)));
        }
    }
}
