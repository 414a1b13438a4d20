package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.selfsup.augment.Normalize;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Views;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.report.Pictures;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;

/** Pictures that networks make, for the report. */
final class Generated {

    /** Pictures in a row. */
    static final int SHOWN = 10;

    private static final int ROWS = 4;

    private Generated() {}

    /** A fixed normalisation for as many channels as were measured. */
    static Normalize range(Normalize measured, float mean, float std) {
        int channels = measured.mean().size();
        return new Normalize(
                Collections.nCopies(channels, mean), Collections.nCopies(channels, std));
    }

    /** What views show of samples, of their own randomness. */
    static <S> NDList seen(Samples<S> samples, Views<S> views, NDManager manager)
            throws IOException {
        Views.Batch<S> batch = views.batch(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            batch.put(i, samples.get(i), Randomness.at(0, i));
        }
        return batch.toArrays(manager);
    }

    /** A few rows of a generator's samples in -1 to 1. */
    static List<Section> samples(Block generator, int latent, NDManager manager, long seed) {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            Pass pass = new Pass(scratch, false, 0, 1);
            List<Section.Gallery.Row> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                NDArray z = scratch.randomNormal(new Shape(SHOWN, latent));
                rows.add(row("", pass.forward(generator, z), -1, 1));
            }
            return List.of(new Section.Gallery("Samples", "Pictures the generator makes.", rows));
        }
    }

    /** n of a generator's samples, moved from between -1 and 1 to between 0 and 1. */
    static NDArray pictures(Block generator, int latent, Pass pass, int n) {
        NDArray z = pass.manager().randomNormal(new Shape(n, latent));
        return pass.forward(generator, z).add(1).div(2);
    }

    /** Pictures (n, c, h, w) with values from low to high. */
    static Section.Gallery.Row row(String label, NDArray images, float low, float high) {
        return row(label, images.toFloatArray(), images.getShape(), low, high);
    }

    /** Pictures of values (n, c, h, w) from low to high. */
    static Section.Gallery.Row row(
            String label, float[] values, Shape shape, float low, float high) {
        int size = values.length / (int) shape.get(0);
        List<BufferedImage> pictures = new ArrayList<>();
        for (int i = 0; i < shape.get(0); i++) {
            pictures.add(
                    Pictures.ofPlanes(
                            Arrays.copyOfRange(values, i * size, (i + 1) * size),
                            (int) shape.get(1),
                            (int) shape.get(2),
                            (int) shape.get(3),
                            low,
                            high));
        }
        return new Section.Gallery.Row(label, pictures);
    }
}
