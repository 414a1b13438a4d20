package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.selfsup.augment.CenterSegment;
import org.selfsup.augment.LogMel;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.data.DataSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.data.Wav;
import org.selfsup.data.Waveform;
import org.selfsup.encoder.Layers1d;
import org.selfsup.encoder.LogMelFrontEnd;
import org.selfsup.encoder.Sequence;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.Split;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;

/**
 * A set of recordings and how networks see them.
 *
 * @param labelled the same recordings with one kind of class each, such as digit and speaker; at
 *     least one
 * @param fields parts of a file's name that are these classes, none for the usual ones
 * @param length samples of a view
 */
record WaveSet(List<DataSet<Waveform>> labelled, List<Integer> fields, int length)
        implements TrainingData<Waveform> {

    private static final int BATCH = 64;
    private static final int MELS = 40;
    private static final int SLOWEST = 400; // samples a second

    /** Recordings in the report. */
    private static final int SHOWN = 6;

    /** Opens recordings to be seen as others were. */
    static WaveSet open(String spec, Map<String, ?> view) throws IOException {
        List<Integer> fields =
                RunSettings.floats(view, "fields").stream().map(Float::intValue).toList();
        return new WaveSet(
                DataSource.waves(spec, fields), fields, RunSettings.integer(view, "length"));
    }

    /** Opens recordings. */
    static WaveSet open(String spec, List<Integer> fields, double seconds) throws IOException {
        List<DataSet<Waveform>> labelled = DataSource.waves(spec, fields);
        int rate = labelled.get(0).train().get(0).rate();
        if (!(seconds * rate >= 1 && seconds <= 60)) {
            throw new IllegalArgumentException(
                    "A view has at least one sample and at most 60 seconds, got "
                            + seconds
                            + " seconds at "
                            + rate
                            + " Hz");
        }
        return new WaveSet(labelled, fields, (int) Math.round(seconds * rate));
    }

    private DataSet<Waveform> data() {
        return labelled.get(0);
    }

    @Override
    public Samples<Waveform> train() {
        return data().train();
    }

    /** Recordings to be looked at once. */
    Samples<Waveform> test() {
        return data().test();
    }

    @Override
    public String description() {
        return data().description();
    }

    @Override
    public String fingerprint() {
        return data().fingerprint();
    }

    @Override
    public String unit() {
        return "recordings";
    }

    @Override
    public Map<String, Object> view() {
        return Map.of("length", length, "fields", fields);
    }

    /** The middle of every recording. */
    @Override
    public WaveViews evaluationViews() {
        return new WaveViews(new WavePipeline(new CenterSegment(length)));
    }

    @Override
    public String samplesEnd() {
        return ".wav";
    }

    /** One after the other. */
    @Override
    public void writeSamples(NDArray made, Path file) throws IOException {
        Wav.write(file, new Waveform(made.toFloatArray(), train().get(0).rate()));
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) throws IOException {
        Map<String, Features> splits = new LinkedHashMap<>();
        splits.put("train", features(encoder, data().train(), device));
        splits.put("test", features(encoder, data().test(), device));
        return splits;
    }

    @Override
    public String name(String split, int row) {
        return (split.equals("train") ? data().train() : data().test()).name(row);
    }

    private Features features(Block encoder, Samples<Waveform> samples, Device device)
            throws IOException {
        return Features.extract(
                encoder, samples, evaluationViews(), BATCH, device, RunSettings.loaderThreads());
    }

    /**
     * Every kind of class, beside the untrained encoder and, where there are any, log-mel
     * statistics.
     */
    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) throws IOException {
        if (labelled.stream().anyMatch(set -> !TrainingData.areClassed(set.train()))) {
            return Optional.empty();
        }
        List<Block> encoders = new ArrayList<>(List.of(trained, untrained));
        spectrogram().map(WaveSet::logMel).ifPresent(encoders::add);
        List<Split> splits = new ArrayList<>();
        for (Block encoder : encoders) {
            splits.add(
                    new Split(
                            features(encoder, Subset.atMost(train(), most, seed), device),
                            features(encoder, data().test(), device)));
        }
        List<String> lines = new ArrayList<>();
        List<Evaluation> kinds = new ArrayList<>();
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int kind = 0; kind < labelled.size(); kind++) {
            DataSet<Waveform> named = labelled.get(kind);
            List<Split> each = new ArrayList<>();
            for (Split split : splits) {
                each.add(
                        new Split(
                                of(split.train(), Subset.atMost(named.train(), most, seed)),
                                of(split.test(), named.test())));
            }
            Evaluation probed = Evaluation.of(each.get(0), each.get(1), seed);
            kinds.add(probed);
            String suffix = kind == 0 ? "" : "_" + (kind + 1);
            probed.figures().forEach((name, value) -> figures.put(name + suffix, value));
            String plain = "";
            if (each.size() > 2) {
                double accuracy = new LinearProbe(seed).evaluate(each.get(2)).accuracy();
                figures.put("log_mel" + suffix, Map.of("linear", accuracy));
                plain =
                        String.format(
                                Locale.ROOT, ", log-mel statistics linear %.1f %%", 100 * accuracy);
            }
            int classes = each.get(0).train().knownLabels().names().size();
            lines.add(probed.summary() + plain + "; " + classes + " classes");
        }
        Section neighbours =
                Neighbourhood.of(
                                new Split(
                                        of(
                                                splits.get(0).train(),
                                                Subset.atMost(train(), most, seed)),
                                        kinds.get(0).shown()))
                        .table(i -> "recording " + i, i -> "recording " + i);
        return Optional.of(
                kinds.get(0).with(String.join("\n", lines), figures).withNeighbours(neighbours));
    }

    /** Spectrograms, low sounds below: of the middles of recordings, then of each view. */
    @Override
    public List<Section> views(Views<Waveform> views, long seed) throws IOException {
        Optional<LogMel> mel = spectrogram();
        if (mel.isEmpty()) {
            return List.of();
        }
        Samples<Waveform> some = Subset.atMost(train(), SHOWN, seed);
        List<Section.Gallery.Row> rows = new ArrayList<>();
        try (Autograd off = Autograd.off();
                NDManager scratch = LibTorch.newManager(Device.cpu())) {
            Pass pass = new Pass(scratch, false, 0, 1);
            NDList shown = Generated.seen(some, evaluationViews().and(views), scratch);
            for (NDArray waves : shown) {
                NDArray picture = pass.forward(LogMelFrontEnd.of(mel.get()), waves).flip(2);
                rows.add(
                        Generated.row(
                                rows.isEmpty() ? "recordings" : "view " + rows.size(),
                                picture,
                                picture.min().getFloat(),
                                picture.max().getFloat()));
            }
        }
        return List.of(
                new Section.Gallery(
                        "Views", "What the method hears of a recording, as spectrograms.", rows));
    }

    /** A band for every 50 Hz, 40 at most; nothing of recordings too slow or short for a frame. */
    private Optional<LogMel> spectrogram() throws IOException {
        int rate = train().get(0).rate();
        if (rate < SLOWEST) {
            return Optional.empty();
        }
        LogMel mel = LogMel.speech(rate, Math.min(MELS, rate / 100));
        return length > mel.fft() / 2 ? Optional.of(mel) : Optional.empty();
    }

    private static Features of(Features features, Samples<Waveform> samples) {
        return new Features(
                features.values(), features.dimension(), samples.labels().orElseThrow());
    }

    /** Mean and spread over time of every band, (n, 1, t) to (n, 2 mels): without learning. */
    private static Block logMel(LogMel mel) {
        return new Sequence()
                .add("log_mel", LogMelFrontEnd.of(mel))
                .add("flat", Layers1d.flattenChannels())
                .add("statistics", Layers1d.statistics());
    }
}
