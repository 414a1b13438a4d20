package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.alignment.CrossDomainSimilarity;
import org.selfsup.adversarial.alignment.WordTranslation;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.Corpus;
import org.selfsup.data.UnpairedViews;
import org.selfsup.data.WordTokenizer;
import org.selfsup.data.WordVectors;
import org.selfsup.engine.LibTorch;
import org.selfsup.generative.context.NegativeSampling;
import org.selfsup.generative.context.SkipGram;
import org.selfsup.generative.context.Word2Vec;
import org.selfsup.report.Section;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.Sgd;
import org.selfsup.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lays one space of word vectors on another, game by game, and keeps the best. */
@Command(
        name = "wordtranslation",
        mixinStandardHelpOptions = true,
        description =
                "MUSE (1710.04087): a rotation of word vectors onto others, learnt without a"
                        + " dictionary.")
final class WordTranslationCommand implements Listed, Callable<Integer> {

    private static final List<String> COLUMNS = List.of("mapping", "mean cosine", "precision@1 %");
    private static final String FILE = "vectors:";
    private static final int WINDOW = 5;
    private static final int LEAST_COUNT = 5;
    private static final double TESTS = 0.1;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "toy-text",
            description =
                    "The source: vectors:FILE in word2vec's text format, or toy-text or text:FILE"
                            + " to learn them from by word2vec (default: ${DEFAULT-VALUE}).")
    private String data = "toy-text";

    @Option(
            names = "--target",
            paramLabel = "SPEC",
            defaultValue = "rotated",
            description =
                    "rotated, the source's vectors turned at random and blurred; half, where the"
                            + " source is a text: its second half, the first being the source;"
                            + " or vectors:FILE (default: ${DEFAULT-VALUE}).")
    private String target = "rotated";

    @Option(
            names = "--noise",
            paramLabel = "X",
            defaultValue = "0.1",
            description =
                    "Length of what blurs a rotated vector, relative to its own (default:"
                            + " ${DEFAULT-VALUE}).")
    private double noise = 0.1;

    @Option(
            names = "--dimension",
            paramLabel = "D",
            defaultValue = "50",
            description = "Values of a vector learnt from a text (default: ${DEFAULT-VALUE}).")
    private int dimension = 50;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Passes of word2vec over a text (default: ${DEFAULT-VALUE}).")
    private int epochs = 5;

    @Option(
            names = "--words",
            paramLabel = "N",
            defaultValue = "1500",
            description =
                    "Most frequent words of each space that are played and refined with (default:"
                            + " ${DEFAULT-VALUE}).")
    private int words = 1500;

    @Option(
            names = "--games",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Games, each with the next seed; the one with the largest mean cosine is kept"
                            + " (default: ${DEFAULT-VALUE}).")
    private int games = 5;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "3000",
            description = "Steps of a game's discriminator (default: ${DEFAULT-VALUE}).")
    private long steps = 3000;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Words of each space a step (default: ${DEFAULT-VALUE}).")
    private int batch = 32;

    @Option(
            names = "--hidden",
            paramLabel = "D",
            defaultValue = "256",
            description =
                    "Units of the discriminator's layers; 2048 in the paper (default:"
                            + " ${DEFAULT-VALUE}).")
    private int hidden = 256;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Of SGD at the start, falling linearly (default: ${DEFAULT-VALUE}).")
    private double learningRate = 0.1;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Steps of the discriminator to one of the mapping; 5 in the paper's code"
                            + " (default: ${DEFAULT-VALUE}).")
    private int turns = 1;

    @Option(
            names = "--mapping-rate",
            paramLabel = "X",
            defaultValue = "5",
            description =
                    "The mapping's learning rate relative to the discriminator's; 1 in the paper"
                            + " (default: ${DEFAULT-VALUE}).")
    private double mappingRate = 5;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "15",
            description = "Of refinement after a game (default: ${DEFAULT-VALUE}).")
    private int rounds = 15;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            defaultValue = "10",
            description = "That CSLS looks at (default: ${DEFAULT-VALUE}).")
    private int neighbours = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Same seed, same result (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Write the source's words as vectors of the target's space (default: not).")
    private @Nullable Path output;

    @Mixin private EngineOptions engine = new EngineOptions();

    @Override
    public String family() {
        return "adversarial";
    }

    /** What came of a game. */
    private record Played(double cosine, double precision, NDArray mapping) {}

    @Override
    public Integer call() throws IOException {
        if (games < 1 || words < 2 || !(noise >= 0)) {
            throw new IllegalArgumentException(
                    "There is at least 1 game of 2 words, and noise of 0 or more, got %d, %d and %s"
                            .formatted(games, words, noise));
        }
        CrossDomainSimilarity similarity = new CrossDomainSimilarity(neighbours);
        PrintWriter out = spec.commandLine().getOut();
        try (NDManager manager = LibTorch.newManager(engine.open())) {
            WordSpaces spaces = open(manager).centred();
            out.printf(
                    "%d and %d words, %d in both, vectors of %d%n",
                    spaces.source().words().size(),
                    spaces.target().words().size(),
                    spaces.dictionary()[0].length,
                    spaces.source().dimension());
            List<List<String>> rows = new ArrayList<>();
            List<Played> all = new ArrayList<>();
            for (int game = 0; game < games; game++) {
                Played played = play(spaces, similarity, seed + game, manager);
                all.add(played);
                rows.add(row("game " + (game + 1), played));
                out.println(String.join("  ", rows.get(game)));
                out.flush();
            }
            Played kept = Collections.max(all, Comparator.comparingDouble(Played::cosine));
            rows.add(row("kept", kept));
            NDArray taught = spaces.taught(manager);
            rows.add(
                    row(
                            "a dictionary's",
                            new Played(Double.NaN, spaces.precision(taught, similarity), taught)));
            out.print(new Section.Table("", COLUMNS, rows).text());
            if (output != null) {
                translated(spaces.source(), kept.mapping()).saveText(output);
            }
            out.flush();
        }
        return 0;
    }

    private WordSpaces open(NDManager manager) throws IOException {
        boolean halves = target.equals("half");
        if (halves && data.startsWith(FILE)) {
            throw new IllegalArgumentException(
                    "--target half cuts a text in two, and "
                            + data
                            + " is none; give --data text:FILE");
        }
        if (halves) {
            Corpus text = DataSource.text(data).inParts(2);
            return new WordSpaces(learnt(text, 0), learnt(text, 1));
        }
        WordVectors source = vectors(data);
        return target.equals("rotated")
                ? WordSpaces.rotated(source, noise, seed, manager)
                : new WordSpaces(source, vectors(target));
    }

    private WordVectors vectors(String from) throws IOException {
        return from.startsWith(FILE)
                ? WordVectors.readText(Path.of(from.substring(FILE.length())))
                : learnt(DataSource.text(from).inParts(1), 0);
    }

    /** By skip-gram, with one thread, so that the same seed gives the same vectors. */
    private WordVectors learnt(Corpus text, int part) {
        Corpus one = new Corpus(text.name(), List.of(text.parts().get(part)));
        WordTokenizer tokenizer = WordTokenizer.of(one.text(), LEAST_COUNT, true);
        return new Word2Vec(
                        new SkipGram(WINDOW),
                        new NegativeSampling(5),
                        Word2Vec.Config.PAPER.withDimension(dimension).withEpochs(epochs))
                .train(
                        one.sentences(tokenizer, TESTS),
                        tokenizer.vocabulary(),
                        seed + part,
                        1,
                        report -> {});
    }

    private Played play(
            WordSpaces spaces, CrossDomainSimilarity similarity, long seed, NDManager manager)
            throws IOException {
        int d = spaces.source().dimension();
        WordTranslation.Config paper = WordTranslation.Config.PAPER;
        WordTranslation task =
                new WordTranslation(
                        d,
                        WordTranslation.discriminator(hidden),
                        new WordTranslation.Config(
                                paper.smoothing(), turns, mappingRate, paper.beta()));
        UnpairedViews<float[]> views =
                new UnpairedViews<>(new VectorViews(d), WordSpaces.first(spaces.target(), words));
        TrainingPlan plan =
                new TrainingPlan(
                                steps,
                                batch,
                                new Sgd(0, 0),
                                Schedule.linear(learningRate, 0, steps))
                        .withSeed(seed);
        try (NDManager game = manager.newSubManager();
                Pretrainer<float[]> pretrainer =
                        new Pretrainer<>(
                                task,
                                WordSpaces.first(spaces.source(), words),
                                views,
                                plan,
                                game)) {
            pretrainer.run();
            double cosine =
                    task.refine(
                            WordSpaces.array(spaces.source(), words, game),
                            WordSpaces.array(spaces.target(), words, game),
                            similarity,
                            rounds);
            NDArray mapping = task.mapping().stopGradient().duplicate();
            mapping.attach(manager);
            return new Played(cosine, spaces.precision(mapping, similarity), mapping);
        }
    }

    private static List<String> row(String name, Played played) {
        return List.of(
                name,
                Double.isNaN(played.cosine())
                        ? ""
                        : String.format(Locale.ROOT, "%.3f", played.cosine()),
                String.format(Locale.ROOT, "%.1f", 100 * played.precision()));
    }

    private static WordVectors translated(WordVectors source, NDArray mapping) {
        int d = source.dimension();
        try (NDManager scratch = mapping.getManager().newSubManager()) {
            float[] mapped =
                    WordSpaces.array(source, Integer.MAX_VALUE, scratch)
                            .matMul(mapping.transpose())
                            .toFloatArray();
            float[][] rows = new float[source.words().size()][];
            Arrays.setAll(rows, row -> Arrays.copyOfRange(mapped, row * d, (row + 1) * d));
            return new WordVectors(source.words(), rows);
        }
    }
}
