package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.encoder.EncoderModel;
import org.selfsup.encoder.Encoders;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.Numbers;
import org.selfsup.eval.Features;
import org.selfsup.eval.KnnProbe;
import org.selfsup.eval.Split;
import org.selfsup.report.Pictures;
import org.selfsup.report.Section;

/**
 * A set of pictures and how networks see them.
 *
 * @param data the pictures
 * @param size rows and columns of a view
 * @param channels 1 or 3
 * @param normalize mean and spread of the training pictures
 */
record PictureSet(DataSet<Image> data, int size, int channels, Normalize normalize)
        implements TrainingData<Image> {

    private static final int LARGEST = 224;
    private static final int LOOKED_AT = 1000;
    private static final int BATCH = 256;
    private static final int SHOWN = 8;
    private static final int ONLINE_TRAIN = 2_000;
    private static final int ONLINE_TEST = 500;

    /** Opens pictures; the views are as large as the pictures, at most 224, if no size is given. */
    static PictureSet open(String spec, @Nullable Integer size) throws IOException {
        return of(DataSource.images(spec), size);
    }

    /** Takes pictures; the views are as large as the pictures, at most 224, if no size is given. */
    static PictureSet of(DataSet<Image> data, @Nullable Integer size) throws IOException {
        Image first = data.train().get(0);
        return new PictureSet(
                data,
                size == null ? usualSize(data.train()) : size,
                first.channels(),
                Normalize.of(data.train(), LOOKED_AT));
    }

    /** Opens pictures to be seen as others were. */
    static PictureSet open(String spec, Map<String, ?> view) throws IOException {
        return new PictureSet(
                DataSource.images(spec),
                RunSettings.integer(view, "size"),
                RunSettings.integer(view, "channels"),
                new Normalize(RunSettings.floats(view, "mean"), RunSettings.floats(view, "std")));
    }

    /** The shorter side of the largest of some pictures, at most 224. */
    private static int usualSize(Samples<Image> samples) throws IOException {
        int looked = Math.min(100, samples.size());
        int largest = 1;
        for (int i = 0; i < looked; i++) {
            Image image = samples.get((int) ((long) i * samples.size() / looked));
            largest = Math.max(largest, Math.min(image.height(), image.width()));
        }
        return Math.min(LARGEST, largest);
    }

    /** Views of whole pictures, changed at the end. */
    ImageViews cropped(ImageTransform last) {
        return new ImageViews(channels, List.of(new ImagePipeline(new CenterCrop(size), last)));
    }

    /** With another normalisation. */
    PictureSet withNormalize(Normalize value) {
        return new PictureSet(data, size, channels, value);
    }

    @Override
    public Samples<Image> train() {
        return data.train();
    }

    @Override
    public String description() {
        return data.description();
    }

    @Override
    public String fingerprint() {
        return data.fingerprint();
    }

    @Override
    public String unit() {
        return "images";
    }

    @Override
    public Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("size", size);
        view.put("channels", channels);
        view.put("mean", normalize.mean());
        view.put("std", normalize.std());
        return view;
    }

    /** The centre of every picture. */
    @Override
    public ImageViews evaluationViews() {
        return ImageViews.ofCentre(size, channels, normalize);
    }

    @Override
    public void describe(Path run, String encoder) throws IOException {
        EncoderModel.describe(run, encoder, size, normalize);
    }

    @Override
    public String encoderName(String name) {
        return Encoders.name(name, size);
    }

    /** Shape of a view, (c, h, w). */
    Shape shape() {
        return new Shape(channels, size, size);
    }

    /** Shape of a batch of one, (1, c, h, w). */
    Shape batchOfOne() {
        return new Shape(1, channels, size, size);
    }

    /** Whether there are classes to probe. */
    boolean labelled() {
        return TrainingData.areClassed(data.train()) && data.test().labels().isPresent();
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) throws IOException {
        Map<String, Features> splits = new LinkedHashMap<>();
        splits.put("train", features(encoder, data.train(), device));
        splits.put("test", features(encoder, data.test(), device));
        return splits;
    }

    @Override
    public String name(String split, int row) {
        return (split.equals("train") ? data.train() : data.test()).name(row);
    }

    /** An encoder's features of some pictures. */
    Features features(Block encoder, Samples<Image> samples, Device device) throws IOException {
        return Features.extract(
                encoder, samples, evaluationViews(), BATCH, device, RunSettings.loaderThreads());
    }

    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) throws IOException {
        if (!labelled()) {
            return Optional.empty();
        }
        Split after = split(trained, most, data.test(), seed, device);
        Split before = split(untrained, most, data.test(), seed, device);
        Section neighbours =
                Neighbourhood.of(after)
                        .pictures(data.test(), Subset.atMost(data.train(), most, seed));
        return Optional.of(Evaluation.of(after, before, seed).withNeighbours(neighbours));
    }

    private Split split(Block encoder, int most, Samples<Image> test, long seed, Device device)
            throws IOException {
        return new Split(
                features(encoder, Subset.atMost(data.train(), most, seed), device),
                features(encoder, test, device));
    }

    @Override
    public double onlineAccuracy(Block encoder, long seed, Device device) throws IOException {
        if (!labelled()) {
            return TrainingData.super.onlineAccuracy(encoder, seed, device);
        }
        Samples<Image> test = Subset.atMost(data.test(), ONLINE_TEST, seed);
        return new KnnProbe().evaluate(split(encoder, ONLINE_TRAIN, test, seed, device)).accuracy();
    }

    @Override
    public String samplesEnd() {
        return ".png";
    }

    /** A grid, at least as wide as high. */
    @Override
    public void writeSamples(NDArray made, Path file) throws IOException {
        Pictures.writeGrid(Generated.row("", made, 0, 1).pictures(), file);
    }

    /** Made pictures {@code (n, c, h, w)} as pictures of 8 bits, like all others. */
    Samples<Image> packed(NDArray made) {
        Shape shape = made.getShape();
        float[] values = made.transpose(0, 2, 3, 1).toFloatArray(); // (n, h, w, c)
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, values[i])));
        }
        return new PackedImages(pixels, (int) shape.get(2), (int) shape.get(3), (int) shape.get(1));
    }

    /** The first pictures, and what the method sees of them with the normalisation undone. */
    @Override
    public List<Section> views(Views<Image> views, long seed) throws IOException {
        Samples<Image> some = Subset.atMost(data.train(), SHOWN, seed);
        List<BufferedImage> originals = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            originals.add(Pictures.of(some.get(i)));
        }
        List<Section.Gallery.Row> rows = new ArrayList<>();
        rows.add(new Section.Gallery.Row("pictures", originals));
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            for (NDArray array : Generated.seen(some, views, scratch)) {
                if (array.getShape().dimension() == 4 && array.getShape().get(1) == channels) {
                    rows.add(row("view " + rows.size(), array));
                }
            }
        }
        return List.of(new Section.Gallery("Views", "What the method sees of a picture.", rows));
    }

    /** Views {@code (n, c, h, w)} with the normalisation undone, in a row. */
    Section.Gallery.Row row(String label, NDArray array) {
        return Generated.row(label, raw(array), 0, 1);
    }

    /** Views {@code (n, c, h, w)} with the normalisation undone: black at 0 and white at 1. */
    NDArray raw(NDArray array) {
        return array.mul(perChannel(normalize.std(), array))
                .add(perChannel(normalize.mean(), array));
    }

    private static NDArray perChannel(List<Float> numbers, NDArray like) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return Numbers.of(like.getManager(), values).reshape(1, -1, 1, 1);
    }
}
