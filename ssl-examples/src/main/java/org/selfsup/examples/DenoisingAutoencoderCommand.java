package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.CorruptedViews;
import org.selfsup.augment.GaussianNoise;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.MaskingNoise;
import org.selfsup.augment.SaltAndPepper;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import org.selfsup.generative.autoencoder.DenoisingAutoencoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a denoising autoencoder on pictures. */
@Command(
        name = "denoisingautoencoder",
        mixinStandardHelpOptions = true,
        description =
                "Denoising autoencoder (ICML 2008): give back a picture from a corrupted one.")
final class DenoisingAutoencoderCommand extends CodeCommand<DenoisingAutoencoder> {

    /** What is done to a picture. */
    enum Noise {
        /** Pixels turn black. */
        MASKING,
        /** Pixels turn black or white. */
        SALT_AND_PEPPER,
        /** Normal noise is added. */
        GAUSSIAN;

        ImageTransform of(double level) {
            return switch (this) {
                case MASKING -> new MaskingNoise(level);
                case SALT_AND_PEPPER -> new SaltAndPepper(level);
                case GAUSSIAN -> new GaussianNoise(level);
            };
        }
    }

    @Option(
            names = "--noise",
            defaultValue = "masking",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Noise noise = Noise.MASKING;

    @Option(
            names = "--level",
            paramLabel = "X",
            defaultValue = "0.25",
            description =
                    "Share of the pixels that change, or standard deviation (default:"
                            + " ${DEFAULT-VALUE}).")
    private double level = 0.25;

    @Override
    public Views<Image> views(PictureSet pictures) {
        return new CorruptedViews(pictures.channels(), centre(pictures), noise.of(level));
    }

    @Override
    List<String> seen() {
        return List.of("clean", "seen");
    }

    @Override
    DenoisingAutoencoder task(Block encoder, Block decoder) {
        return new DenoisingAutoencoder(encoder, decoder, LIKELIHOOD);
    }
}
