package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.selfsup.adversarial.complete.AdversarialAutoencoder;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.Sequence;
import org.selfsup.eval.Features;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;

/** Trains an adversarial autoencoder on pictures. */
@Command(
        name = "adversarialautoencoder",
        aliases = "aae",
        mixinStandardHelpOptions = true,
        description =
                "Adversarial autoencoder (1511.05644): codes that cannot be told from a prior.")
final class AdversarialAutoencoderCommand extends CodedGame<AdversarialAutoencoder> {

    private static final int COMPARED = 1000; // pictures of each kind

    AdversarialAutoencoderCommand() {
        super(8);
    }

    /** With momentum, one game of four circled about the prior's mean and ended off it. */
    @Override
    public Usual usual() {
        return new Usual("mlp", 1e-3, 0);
    }

    /** Pixels stay from 0 to 1, as the likelihood wants them. */
    @Override
    Normalize normalize(Normalize measured) {
        return Generated.range(measured, 0, 1);
    }

    @Override
    NDArray raw(NDArray normalized) {
        return normalized;
    }

    @Override
    public AdversarialAutoencoder task(
            Block encoder, int features, PictureSet pictures, long steps) {
        return new AdversarialAutoencoder(
                encoder,
                Mlp.decoder(pictures.shape(), 500, 500),
                Mlp.encoder(500, 500, 1),
                latent(),
                new BernoulliLikelihood()::evaluate);
    }

    @Override
    Sequence toCode(AdversarialAutoencoder task) {
        return task.toCode();
    }

    @Override
    NDArray prior(AdversarialAutoencoder task, Pass pass, int n) {
        return task.prior(pass, n);
    }

    @Override
    NDArray picture(AdversarialAutoencoder task, Pass pass, NDArray z) {
        return Activation.sigmoid(task.decode(pass, z));
    }

    /**
     * How codes compare to the prior, those the game was played for and those of test pictures,
     * beside what is told of all codes.
     */
    @Override
    public Map<String, Object> figures(
            AdversarialAutoencoder task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        Device device = manager.getDevice();
        PriorTest.Result train =
                PriorTest.of(codes(task, pictures, pictures.train(), seed, device), seed);
        double test =
                PriorTest.discrepancy(
                        codes(task, pictures, pictures.data().test(), seed, device), seed);
        Map<String, Object> prior = new LinkedHashMap<>();
        prior.put("mmd", train.discrepancy());
        prior.put("test_mmd", test);
        prior.put("threshold", train.threshold());
        Map<String, Object> figures =
                new LinkedHashMap<>(super.figures(task, pictures, manager, seed));
        figures.put("prior", prior);
        return figures;
    }

    private static Features codes(
            AdversarialAutoencoder task,
            PictureSet pictures,
            Samples<Image> samples,
            long seed,
            Device device)
            throws IOException {
        return pictures.features(task.toCode(), Subset.atMost(samples, COMPARED, seed), device);
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        String nearest = super.sentence(figures);
        return figures.get("prior") instanceof Map<?, ?> prior
                ? String.format(
                        Locale.ROOT,
                        "Discrepancy of codes and prior %.5f, of test pictures' %.5f; of two samples"
                                + " of the prior 95 %% are below %.5f%n%s",
                        Method.number(prior, "mmd"),
                        Method.number(prior, "test_mmd"),
                        Method.number(prior, "threshold"),
                        nearest)
                : nearest;
    }
}
