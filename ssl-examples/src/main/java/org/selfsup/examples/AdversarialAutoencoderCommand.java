package org.selfsup.examples;

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

    private static final int TESTED = 1000; // test pictures

    AdversarialAutoencoderCommand() {
        super(8);
    }

    @Override
    public Usual usual() {
        return new Usual("mlp", 1e-3, 0.5);
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

    /** How the codes of test pictures compare to the prior, beside what is told of all codes. */
    @Override
    public Map<String, Object> figures(
            AdversarialAutoencoder task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        Samples<Image> test = Subset.atMost(pictures.data().test(), TESTED, seed);
        Features codes = pictures.features(task.toCode(), test, manager.getDevice());
        PriorTest.Result result = PriorTest.of(codes, seed);
        Map<String, Object> prior = new LinkedHashMap<>();
        prior.put("mmd", result.discrepancy());
        prior.put("threshold", result.threshold());
        prior.put("codes", codes.size());
        Map<String, Object> figures =
                new LinkedHashMap<>(super.figures(task, pictures, manager, seed));
        figures.put("prior", prior);
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        String nearest = super.sentence(figures);
        return figures.get("prior") instanceof Map<?, ?> prior
                ? String.format(
                        Locale.ROOT,
                        "Discrepancy of codes and prior %.5f; of two samples of the prior 95 %% are"
                                + " below %.5f%n%s",
                        Method.number(prior, "mmd"),
                        Method.number(prior, "threshold"),
                        nearest)
                : nearest;
    }
}
