package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.selfsup.encoder.Layers;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.eval.Features;
import org.selfsup.eval.PrincipalAngles;
import org.selfsup.eval.PrincipalComponents;
import org.selfsup.generative.autoencoder.Autoencoder;
import org.selfsup.loss.GaussianLikelihood;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;

/** Trains a linear autoencoder on pictures and compares it with their principal components. */
@Command(
        name = "linearautoencoder",
        mixinStandardHelpOptions = true,
        description = "Linear autoencoder: finds the space of the principal components.")
final class LinearAutoencoderCommand extends CodeCommand<Autoencoder> {

    @Override
    public Usual usual() {
        return new Usual("linear", 1e-3, 0.9);
    }

    @Override
    Autoencoder task(Block encoder, Block decoder) {
        return new Autoencoder(encoder, decoder, new GaussianLikelihood()::evaluate);
    }

    @Override
    NDArray reconstruct(Autoencoder task, Pass pass, NDList batch) {
        return task.reconstruct(pass, batch.singletonOrThrow());
    }

    /** How far it is from the best that a linear code can do, on the training pictures. */
    @Override
    public Map<String, Object> figures(
            Autoencoder task, PictureSet pictures, NDManager manager, long seed)
            throws IOException {
        Features pixels = features(Layers.flatten(), pictures, manager);
        Block back =
                new Sequence()
                        .add("encoder", task.encoder())
                        .add("decoder", task.decoder())
                        .add("flatten", Layers.flatten());
        Features returned = features(back, pictures, manager);
        Collection<Parameter> decoder = StateDict.parameters(task.decoder()).values();
        NDArray weight = decoder.iterator().next().getArray(); // (d, k), before the bias
        int k = (int) weight.getShape().get(1);
        PrincipalComponents components = PrincipalComponents.of(pixels, k);
        float[] columns = weight.toFloatArray();
        double[] spanned = new double[columns.length];
        for (int i = 0; i < spanned.length; i++) {
            spanned[i] = columns[i];
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("code_dimensions", k);
        figures.put(
                "pca_largest_angle_degrees",
                PrincipalAngles.between(components.axes(), spanned, k).largest());
        figures.put("pca_excess_error", excess(pixels, returned, components));
        return figures;
    }

    private static Features features(Block block, PictureSet pictures, NDManager manager)
            throws IOException {
        return pictures.features(block, pictures.train(), manager.getDevice());
    }

    /** The squared error beyond what the components leave, as a share of it. */
    private static double excess(Features pixels, Features returned, PrincipalComponents best) {
        double error = 0;
        double variance = 0;
        int d = pixels.dimension();
        for (int i = 0; i < pixels.values().length; i++) {
            double off = (double) pixels.values()[i] - returned.values()[i];
            double centred = pixels.values()[i] - best.mean()[i % d];
            error += off * off;
            variance += centred * centred;
        }
        double left = 1;
        for (double share : best.shares()) {
            left -= share;
        }
        return error / (left * variance) - 1;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        Object angle = figures.get("pca_largest_angle_degrees");
        Object excess = figures.get("pca_excess_error");
        return angle == null || excess == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "Off the space of the principal components by at most %.2f degrees;"
                                + " squared error %.3f %% above theirs.",
                        (double) angle,
                        100 * (double) excess);
    }
}
