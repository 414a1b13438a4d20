package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selfsup.augment.Binarize;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.encoder.Mlp;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.generative.autoencoder.Vae;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a variational autoencoder on pictures. */
@Command(
        name = "vae",
        mixinStandardHelpOptions = true,
        description =
                "VAE (1312.6114): a latent variable model trained by the evidence lower bound.")
final class VaeCommand extends ImageMethod<Vae> {

    @Option(
            names = "--latent",
            paramLabel = "D",
            defaultValue = "50",
            description = "Dimensions of z (default: ${DEFAULT-VALUE}).")
    private int latent = 50;

    @Option(
            names = "--importance",
            paramLabel = "K",
            defaultValue = "500",
            description =
                    "Samples of the importance-weighted bound, the figure nll_nats (default: ${DEFAULT-VALUE}).")
    private int importance = 500;

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Test pictures that nll_nats is measured on (default: ${DEFAULT-VALUE}).")
    private int evaluated = 1000;

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public Usual usual() {
        return new Usual("mlp", 1e-3, 0.9);
    }

    /** Pixels stay from 0 to 1, as the likelihood wants them. */
    @Override
    Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    /** Every epoch sees black and white drawn anew from the greys. */
    @Override
    public ImageViews views(PictureSet pictures) {
        return new ImageViews(
                pictures.channels(),
                List.of(new ImagePipeline(new CenterCrop(pictures.size()), new Binarize())));
    }

    @Override
    public Vae task(Block encoder, int features, PictureSet pictures, long steps) {
        Shape sample = new Shape(pictures.channels(), pictures.size(), pictures.size());
        Block decoder = Mlp.decoder(sample, 500, 500);
        return new Vae(encoder, decoder, latent, new BernoulliLikelihood()::evaluate);
    }

    @Override
    public Map<String, Object> figures(Vae task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        Samples<Image> test = pictures.data().test();
        int n = Math.min(evaluated, test.size());
        Views.Batch<Image> one = views(pictures).batch(1);
        double sum = 0;
        try (Autograd off = Autograd.off()) {
            LibTorch.seed(seed);
            for (int i = 0; i < n; i++) {
                try (NDManager scratch = manager.newSubManager()) {
                    one.put(0, test.get(i), Randomness.at(seed, i));
                    Pass pass = new Pass(scratch, false, 0, 1);
                    NDArray x = one.toArrays(scratch).head();
                    sum += task.logLikelihood(pass, x, importance).getFloat();
                }
            }
        }
        return Map.of(
                "nll_nats", -sum / n, "nll_pictures", n, "nll_importance_samples", importance);
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        Object nll = figures.get("nll_nats");
        return nll == null
                ? ""
                : String.format(
                        Locale.ROOT, "Test log-likelihood at least %.2f nats.", -(double) nll);
    }

    /** The means that the decoder gives for z of the prior: greys, not draws of black and white. */
    @Override
    NDArray generate(Vae task, Pass pass, int n) {
        NDArray z = pass.manager().randomNormal(new Shape(n, latent));
        return Activation.sigmoid(pass.forward(task.decoder(), z));
    }

    @Override
    public List<Section> pictures(Vae task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            Pass pass = new Pass(scratch, false, 0, 1);
            int shown = Math.min(Generated.SHOWN, pictures.data().test().size());
            Views.Batch<Image> batch = views(pictures).batch(shown);
            for (int i = 0; i < shown; i++) {
                batch.put(i, pictures.data().test().get(i), Randomness.at(seed, i));
            }
            NDArray x = batch.toArrays(scratch).head();
            List<Section.Gallery.Row> rows = new ArrayList<>();
            rows.add(Generated.row("seen", x, 0, 1));
            rows.add(
                    Generated.row(
                            "reconstructed", Activation.sigmoid(task.reconstruct(pass, x)), 0, 1));
            rows.add(Generated.row("sampled", generate(task, pass, Generated.SHOWN), 0, 1));
            return List.of(
                    new Section.Gallery(
                            "Pictures", "Test pictures, what comes back, and new ones.", rows));
        }
    }
}
