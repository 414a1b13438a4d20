package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenTransform;
import org.selfsup.augment.TokenViews;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.HeldOutBlocks;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Tokenizer;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.WholeFile;
import org.selfsup.eval.Features;
import org.selfsup.eval.LinearProbe;
import org.selfsup.eval.Split;
import org.selfsup.report.Section;

/**
 * A text and how networks see it.
 *
 * <p>Samples to learn from are windows at every place of the text; those to test on do not overlap.
 * Probes have a task of their own, which every text has: to tell which part of the text a segment
 * comes from, of a text in one part which half, see {@link HeldOutBlocks}. The segments to probe
 * with are the same whatever is held out from training: with {@link HeldOut#LAST} an encoder has
 * seen the text of those to test on, never their class.
 *
 * @param tokenizer from text to tokens
 * @param windows to learn from and to test on
 * @param segments with the part they come from, two tokens shorter than what networks see
 * @param seen how networks see them
 */
record TextSet(Tokenizer tokenizer, DataSet<Tokens> windows, DataSet<Tokens> segments, Seen seen)
        implements TrainingData<Tokens> {

    private static final int BATCH = 64;
    private static final int COUNTED = 1_000;

    /** Segments to probe with, of each split; more cost minutes and say the same. */
    private static final int PROBED = 4_000;

    /** Windows in the report. */
    private static final int SHOWN = 5;

    /** What is held out of a text. */
    enum HeldOut {
        /** The last tenth of every part, as language models are mostly tested. */
        LAST,
        /** Every tenth block, so that training and test are of one kind. */
        BLOCKS
    }

    /**
     * How networks see a text.
     *
     * @param tokens how it becomes tokens, as on the command line
     * @param length places of a network
     * @param window tokens of a sample
     * @param ends whether {@code [CLS]} and {@code [SEP]} stand around a segment
     * @param heldOut what is kept from training
     */
    record Seen(String tokens, int length, int window, boolean ends, HeldOut heldOut) {

        private static final int LEAST = 8;

        /** Checks the length. */
        Seen {
            if (length < LEAST) {
                throw new IllegalArgumentException(
                        "--length must be at least " + LEAST + " tokens, got " + length);
            }
        }

        /** Tokens of a segment. */
        int segment() {
            return length - 2;
        }
    }

    /**
     * Opens a text.
     *
     * @param spec as on the command line
     * @param known the text that tells the vocabulary, mostly the same
     */
    static TextSet open(String spec, String known, Seen seen) throws IOException {
        Corpus corpus = DataSource.text(spec);
        Corpus source = spec.equals(known) ? corpus : DataSource.text(known);
        Tokenizer tokenizer = Tokenizing.open(seen.tokens(), source.text());
        DataSet<Tokens> windows =
                switch (seen.heldOut()) {
                    case LAST -> corpus.windows(tokenizer, seen.window(), 1, 0.1);
                    case BLOCKS -> new HeldOutBlocks(corpus, tokenizer, seen.window()).windows(1);
                };
        DataSet<Tokens> segments =
                new HeldOutBlocks(corpus, tokenizer, seen.segment()).windows(seen.segment());
        return new TextSet(tokenizer, windows, segments, seen);
    }

    @Override
    public Samples<Tokens> train() {
        return windows.train();
    }

    /** Windows to be looked at once. */
    Samples<Tokens> test() {
        return windows.test();
    }

    @Override
    public String description() {
        return windows.description();
    }

    @Override
    public String fingerprint() {
        return windows.fingerprint();
    }

    @Override
    public String unit() {
        return "tokens";
    }

    @Override
    public double unitsPerSample() {
        return seen.window();
    }

    @Override
    public Map<String, Object> view() {
        return Map.of(
                "tokens",
                seen.tokens(),
                "length",
                seen.length(),
                "held_out",
                seen.heldOut().name().toLowerCase(Locale.ROOT));
    }

    /** A segment, between its ends if networks want them; there is never padding. */
    @Override
    public TokenViews evaluationViews() {
        List<TokenTransform> ends =
                seen.ends() ? List.of(SequenceEnds.of(tokenizer.vocabulary())) : List.of();
        return new TokenViews(seen.segment() + 2 * ends.size(), 0, List.of(ends));
    }

    /** Tokens and which of them are no padding. */
    @Override
    public Shape[] shapes() {
        Shape shape = new Shape(1, seen.segment() + (seen.ends() ? 2 : 0));
        return new Shape[] {shape, shape};
    }

    @Override
    public String samplesEnd() {
        return ".txt";
    }

    /**
     * Tokens to go on with.
     *
     * @param given what a person typed; if that is nothing, an end of a line where lines have ends,
     *     else how the text begins
     * @throws IllegalArgumentException if it has no token
     */
    long[] prompt(String given) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        if (given.isEmpty()) {
            String end = "\n";
            return new long[] {vocabulary.contains(end) ? vocabulary.number(end) : first()};
        }
        int[] tokens = tokenizer.encode(given);
        if (tokens.length == 0) {
            throw new IllegalArgumentException("There is no token in the prompt '" + given + "'");
        }
        return IntStream.of(tokens).asLongStream().toArray();
    }

    /** The first token of all. */
    private int first() {
        try {
            return segments.train().get(0).at(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Texts {@code (n, t)} with a line of dashes between. */
    @Override
    public void writeSamples(NDArray made, Path file) throws IOException {
        WholeFile.write(file, String.join("\n----------\n", texts(made)) + "\n");
    }

    /** What tokens {@code (n, t)} say. */
    List<String> texts(NDArray tokens) {
        int length = (int) tokens.getShape().get(1);
        long[] numbers = tokens.toLongArray();
        return IntStream.range(0, numbers.length / length)
                .mapToObj(
                        row ->
                                tokenizer.decode(
                                        IntStream.range(row * length, (row + 1) * length)
                                                .map(i -> (int) numbers[i])
                                                .toArray()))
                .collect(Collectors.toList());
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) throws IOException {
        Map<String, Features> splits = new LinkedHashMap<>();
        splits.put("train", features(encoder, segments.train(), device));
        splits.put("test", features(encoder, segments.test(), device));
        return splits;
    }

    private Features features(Block encoder, Samples<Tokens> samples, Device device)
            throws IOException {
        return Features.extract(
                encoder, samples, evaluationViews(), BATCH, device, RunSettings.loaderThreads());
    }

    private static Samples<Tokens> probed(Samples<Tokens> all, int most, long seed) {
        return Subset.atMost(all, Math.min(most, PROBED), seed);
    }

    private Split split(Block encoder, long seed, int most, Device device) throws IOException {
        return new Split(
                features(encoder, probed(segments.train(), most, seed), device),
                features(encoder, probed(segments.test(), PROBED, seed), device));
    }

    /** Beside the untrained encoder and beside how often each token occurs in a segment. */
    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) throws IOException {
        Split after = split(trained, seed, most, device);
        Evaluation probed = Evaluation.of(after, split(untrained, seed, most, device), seed);
        Samples<Tokens> learnt = probed(segments.train(), most, seed);
        Samples<Tokens> test = probed(segments.test(), PROBED, seed);
        TokenCounts counts =
                TokenCounts.ofMostFrequent(learnt, tokenizer.vocabulary().size(), COUNTED);
        double counted =
                new LinearProbe(seed)
                        .evaluate(new Split(counts.of(learnt), counts.of(test)))
                        .accuracy();
        Map<String, Object> figures = new LinkedHashMap<>(probed.figures());
        figures.put("token_counts", Map.of("linear", counted));
        int classes = probed.shown().knownLabels().names().size();
        Section neighbours =
                Neighbourhood.of(after).table(i -> text(test, i), i -> text(learnt, i));
        return Optional.of(
                probed.with(
                                String.format(
                                        Locale.ROOT,
                                        "%s, counts of tokens linear %.1f %%; which of %d parts a"
                                                + " segment is from",
                                        probed.summary(),
                                        100 * counted,
                                        classes),
                                figures)
                        .withNeighbours(neighbours));
    }

    /** What windows say, and the first array of a batch, which is what a network reads of them. */
    @Override
    public List<Section> views(Views<Tokens> views, long seed) throws IOException {
        Samples<Tokens> some = Subset.atMost(train(), SHOWN, seed);
        List<List<String>> rows = new ArrayList<>();
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            List<String> read = texts(Generated.seen(some, views, scratch).get(0));
            for (int i = 0; i < read.size(); i++) {
                rows.add(List.of(text(some, i), read.get(i)));
            }
        }
        return List.of(new Section.Table("Views", List.of("text", "what a network reads"), rows));
    }

    private String text(Samples<Tokens> samples, int index) {
        try {
            Tokens tokens = samples.get(index);
            return tokenizer.decode(IntStream.range(0, tokens.length()).map(tokens::at).toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
