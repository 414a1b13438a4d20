package org.selfsup.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.Tokens;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;
import org.selfsup.data.WordVectors;
import org.selfsup.generative.context.Cbow;
import org.selfsup.generative.context.Context;
import org.selfsup.generative.context.EmbeddingTraining;
import org.selfsup.generative.context.EpochReport;
import org.selfsup.generative.context.OutputLayer;
import org.selfsup.generative.context.SkipGram;
import org.selfsup.generative.context.Word2Vec;
import org.selfsup.report.Section;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that learns vectors of the words of a text. */
abstract class WordCommand implements Listed, Callable<Integer> {

    private static final double TESTS = 0.1;
    private static final double CBOW_RATE = 0.05;
    private static final int SHOWN = 8;
    private static final int COMMON = 100; // the most frequent words say little

    /** Contexts by the name they have on the command line. */
    private enum ContextChoice {
        /** Those around a word from it. */
        SKIP_GRAM,
        /** A word from those around it. */
        CBOW
    }

    /** What was learnt. */
    interface Learnt {

        /** Vectors of the words that were learnt from. */
        WordVectors known();

        /** The vector of a word, perhaps of any. */
        float[] vector(String word);

        /** Writes it into a directory. */
        void save(Path directory) throws IOException;
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "toy-text",
            description = "toy-text or text:FILE, a sentence a line (default: ${DEFAULT-VALUE}).")
    private String data = "toy-text";

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "SKIP_GRAM",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ContextChoice context = ContextChoice.SKIP_GRAM;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "5",
            description = "Farthest word of a context (default: ${DEFAULT-VALUE}).")
    private int window = 5;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Passes over the text (default: ${DEFAULT-VALUE}).")
    private int epochs = 5;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description =
                    "Share of all words from which on words are dropped (default: the method's"
                            + " own).")
    private @Nullable Double threshold;

    @Option(
            names = "--least-count",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rarer words are left out (default: ${DEFAULT-VALUE}).")
    private int leastCount = 5;

    @Option(
            names = "--neighbours",
            paramLabel = "WORD,...",
            split = ",",
            description = "Show the nearest words to these (default: some of the text).")
    private List<String> asked = List.of();

    @Mixin
    private OutputLayerOptions layer =
            new OutputLayerOptions(OutputLayerOptions.Kind.NEGATIVE_SAMPLING);

    @Mixin private VectorOptions vectors = new VectorOptions(100);

    /** The method's own options for skip-gram. */
    abstract Word2Vec.Config usual();

    /** A method with its options. */
    @FunctionalInterface
    interface Learner {

        /** Learns from a text. */
        Learnt learn(
                DataSet<Tokens> text,
                Vocabulary vocabulary,
                long seed,
                int threads,
                Consumer<EpochReport> listener);
    }

    /** The method; refuses options that are out of range. */
    abstract Learner learner(Context context, OutputLayer layer, Word2Vec.Config config);

    /** Words to show beside the usual ones. */
    List<String> more(Corpus corpus, WordVectors known) {
        return List.of();
    }

    @Override
    public final String family() {
        return "generative";
    }

    @Override
    public final Integer call() throws IOException {
        Corpus corpus = DataSource.text(data);
        WordTokenizer tokenizer = WordTokenizer.of(corpus.text(), leastCount, true);
        DataSet<Tokens> text = corpus.sentences(tokenizer, TESTS);
        PrintWriter out = spec.commandLine().getOut();
        out.println(text.description());
        boolean bag = context == ContextChoice.CBOW;
        EmbeddingTraining.Plan plan =
                vectors.plan(epochs, bag ? CBOW_RATE : usual().learningRate());
        Learner learner =
                learner(
                        bag ? new Cbow(window) : new SkipGram(window),
                        layer.create(),
                        new Word2Vec.Config(
                                vectors.dimension,
                                epochs,
                                plan.learningRate(),
                                threshold == null ? usual().threshold() : threshold));
        try (VectorRun run =
                new VectorRun(
                        spec,
                        vectors,
                        plan,
                        data,
                        text.fingerprint(),
                        text.description(),
                        "tokens")) {
            Learnt learnt =
                    learner.learn(
                            text, tokenizer.vocabulary(), plan.seed(), plan.threads(), run::log);
            learnt.save(run.path());
            Section.Table neighbours = neighbours(corpus, learnt);
            out.print(neighbours.text());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("words", learnt.known().words().size());
            figures.put("dimension", learnt.known().dimension());
            run.finish(
                    figures,
                    "Vectors of %d words in %s."
                            .formatted(learnt.known().words().size(), run.path()),
                    List.of(neighbours),
                    null);
        }
        return 0;
    }

    private Section.Table neighbours(Corpus corpus, Learnt learnt) {
        List<String> shown = new ArrayList<>(asked);
        if (shown.isEmpty()) {
            List<String> telling =
                    learnt.known().words().stream().filter(word -> word.length() > 3).toList();
            int from = Math.min(COMMON, Math.max(0, telling.size() - SHOWN));
            shown.addAll(telling.subList(from, Math.min(telling.size(), from + SHOWN)));
            shown.addAll(more(corpus, learnt.known()));
        }
        List<List<String>> rows = new ArrayList<>();
        for (String word : shown) {
            List<String> near = new ArrayList<>();
            for (WordVectors.Neighbour neighbour :
                    learnt.known().contains(word)
                            ? learnt.known().nearest(word, SHOWN)
                            : learnt.known().nearest(learnt.vector(word), SHOWN)) {
                near.add(
                        String.format(
                                Locale.ROOT, "%s %.2f", neighbour.word(), neighbour.cosine()));
            }
            rows.add(List.of(word, String.join(", ", near)));
        }
        return new Section.Table("Nearest words", List.of("word", "nearest, with cosine"), rows);
    }
}
