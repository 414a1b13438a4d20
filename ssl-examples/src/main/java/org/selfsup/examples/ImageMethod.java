package org.selfsup.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Image;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on pictures.
 *
 * @param <T> the task
 */
abstract class ImageMethod<T extends PretextTask> extends MethodCommand<Image, PictureSet, T> {

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "shapes",
            description =
                    "shapes, mnist:DIR, cifar10:PATH, cifar100:PATH or folder:DIR (default:"
                            + " ${DEFAULT-VALUE}).")
    private String data = "shapes";

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Rows and columns of a view (default: the pictures' own, at most 224).")
    private @Nullable Integer size;

    /** How pictures are normalised, given the mean and spread of the training pictures. */
    Normalize normalize(Normalize measured) {
        return measured;
    }

    @Override
    public final String data() {
        return data;
    }

    @Override
    public final PictureSet open() throws IOException {
        PictureSet pictures = PictureSet.open(data, size);
        return pictures.withNormalize(normalize(pictures.normalize()));
    }

    @Override
    public final PictureSet open(RunSettings settings, String other) throws IOException {
        return PictureSet.open(other, settings.view());
    }
}
