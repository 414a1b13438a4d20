package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Tinted;
import org.selfsup.data.UnpairedViews;
import org.selfsup.data.Views;
import org.selfsup.eval.Classification;
import org.selfsup.eval.Features;
import org.selfsup.eval.KnnProbe;
import org.selfsup.eval.Split;
import org.selfsup.report.Section;

/**
 * Two sets of pictures, seen alike: in colour, of one size, from -1 to 1.
 *
 * @param source the domain that is trained on with its labels, if it has any
 * @param target the domain whose labels, if it has any, are for the evaluation alone
 */
record DomainSet(PictureSet source, PictureSet target) implements TrainingData<Image> {

    private static final Normalize RANGE =
            new Normalize(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f));
    private static final int ONLINE = 2_000;

    /**
     * Puts two sets together.
     *
     * @param size rows and columns of a view; null for the usual ones of the source
     */
    static DomainSet of(DataSet<Image> source, DataSet<Image> target, @Nullable Integer size)
            throws IOException {
        PictureSet first = PictureSet.of(inColour(source), size).withNormalize(RANGE);
        return new DomainSet(
                first, PictureSet.of(inColour(target), first.size()).withNormalize(RANGE));
    }

    private static DataSet<Image> inColour(DataSet<Image> set) throws IOException {
        return new DataSet<>(
                Tinted.inColour(set.train()),
                Tinted.inColour(set.test()),
                set.description(),
                set.fingerprint());
    }

    /** A picture of the source and one of the target, drawn at random. */
    UnpairedViews<Image> unpaired() {
        return new UnpairedViews<>(evaluationViews(), target.train(), target.evaluationViews());
    }

    /**
     * Shares of the test pictures that a classifier tells right; none without labels to compare.
     */
    Map<String, Object> accuracies(Block classifier, Device device) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        if (comparable()) {
            figures.put("target_accuracy", accuracy(target, classifier, device));
            figures.put("source_accuracy", accuracy(source, classifier, device));
        }
        return figures;
    }

    private static double accuracy(PictureSet domain, Block classifier, Device device)
            throws IOException {
        return Classification.of(domain.features(classifier, domain.data().test(), device))
                .accuracy();
    }

    /** Whether both domains have labels, of the same classes. */
    boolean comparable() {
        return source.labelled()
                && target.labelled()
                && source.knownLabels().names().equals(target.knownLabels().names());
    }

    @Override
    public Samples<Image> train() {
        return source.train();
    }

    @Override
    public String description() {
        return source.description() + "; target: " + target.description();
    }

    @Override
    public String fingerprint() {
        return source.fingerprint() + "-" + target.fingerprint();
    }

    @Override
    public String unit() {
        return source.unit();
    }

    @Override
    public Map<String, Object> view() {
        return source.view();
    }

    @Override
    public ImageViews evaluationViews() {
        return source.evaluationViews();
    }

    @Override
    public void describe(Path run, String encoder) throws IOException {
        source.describe(run, encoder);
    }

    @Override
    public String encoderName(String name) {
        return source.encoderName(name);
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) throws IOException {
        Map<String, Features> splits = new LinkedHashMap<>();
        source.embed(encoder, device).forEach((split, all) -> splits.put("source " + split, all));
        target.embed(encoder, device).forEach((split, all) -> splits.put("target " + split, all));
        return splits;
    }

    /** Probes learn from the source and are tested on the target. */
    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) throws IOException {
        if (!comparable()) {
            return Optional.empty();
        }
        Split after = split(trained, most, target.data().test(), seed, device);
        Split before = split(untrained, most, target.data().test(), seed, device);
        Section neighbours =
                Neighbourhood.of(after)
                        .pictures(target.data().test(), Subset.atMost(train(), most, seed));
        return Optional.of(Evaluation.of(after, before, seed).withNeighbours(neighbours));
    }

    private Split split(Block encoder, int most, Samples<Image> test, long seed, Device device)
            throws IOException {
        return new Split(
                source.features(encoder, Subset.atMost(train(), most, seed), device),
                target.features(encoder, test, device));
    }

    @Override
    public double onlineAccuracy(Block encoder, long seed, Device device) throws IOException {
        if (!comparable()) {
            return TrainingData.super.onlineAccuracy(encoder, seed, device);
        }
        Samples<Image> test = Subset.atMost(target.data().test(), ONLINE / 4, seed);
        return new KnnProbe().evaluate(split(encoder, ONLINE, test, seed, device)).accuracy();
    }

    @Override
    public String samplesEnd() {
        return source.samplesEnd();
    }

    @Override
    public void writeSamples(NDArray made, Path file) throws IOException {
        source.writeSamples(made, file);
    }

    @Override
    public List<Section> views(Views<Image> views, long seed) throws IOException {
        return source.views(views, seed);
    }
}
