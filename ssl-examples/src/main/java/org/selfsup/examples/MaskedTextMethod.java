package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.EntitySpans;
import org.selfsup.augment.RandomSpans;
import org.selfsup.augment.RandomTokens;
import org.selfsup.augment.TokenMasking;
import org.selfsup.augment.WholeWords;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on text some of whose tokens are to be restored.
 *
 * @param <T> the task, which names its loss and accuracy there {@code masked}
 */
abstract class MaskedTextMethod<T extends PretextTask> extends TextMethod<T> {

    private static final double SPAN_P = 0.2;

    /** Figures that stand in the first sentence. */
    private static final Set<String> MASKED =
            Set.of(
                    "nll_nats",
                    "bits_per_token",
                    "perplexity",
                    "masked_accuracy",
                    "unigram_nats",
                    "unigram_accuracy");

    @Mixin private LayerOptions layers = new LayerOptions();

    @Option(
            names = "--masking",
            paramLabel = "WHAT",
            description =
                    "What is masked as a whole: ${COMPLETION-CANDIDATES} (default: the method's"
                            + " own).")
    private @Nullable Masking masking;

    @Option(
            names = "--mask",
            paramLabel = "P",
            defaultValue = "0.15",
            description = "Share of the tokens that are to be told (default: ${DEFAULT-VALUE}).")
    private double mask = 0.15;

    @Option(
            names = "--entities",
            paramLabel = "FILE",
            description =
                    "Names for --masking entities, one a line (default: the nouns of toy text; of a"
                            + " play its speakers, which stand alone before a colon).")
    private @Nullable Path entities;

    @Option(
            names = "--pooling",
            paramLabel = "WHAT",
            defaultValue = "MEAN",
            description =
                    "What becomes the feature of a text, one of ${COMPLETION-CANDIDATES}; FIRST is"
                            + " [CLS] (default: ${DEFAULT-VALUE}).")
    private TextTransformer.Pooling pooling = TextTransformer.Pooling.MEAN;

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "2000",
            description =
                    "N held-out windows, drawn at random, give nll_nats and accuracies (default:"
                            + " ${DEFAULT-VALUE}).")
    private int evaluated = 2000;

    /** What belongs together. */
    enum Masking {
        /** Every token for itself. */
        TOKENS,
        /** All tokens of a word. */
        WORDS,
        /** Several words in a row. */
        SPANS,
        /** All words of a name. */
        ENTITIES
    }

    /** What is masked as a whole where the command line says nothing. */
    abstract Masking usualMasking();

    /** Words of a span at most. */
    int longestSpan() {
        return 10;
    }

    /**
     * The views of a sample.
     *
     * @param masking what is to be told
     * @param others where other text comes from
     */
    abstract Views<Tokens> views(TextSet text, TokenMasking masking, Samples<Tokens> others);

    /** Sizes of its encoder before segments, narrow tables and rounds. */
    final TextTransformer.Config config(TextSet text) {
        return layers.encoder(text).config().withPooling(pooling);
    }

    /** Tokens that end a sentence. */
    static Set<Integer> sentenceEnds(Vocabulary vocabulary) {
        return Stream.of(".", "!", "?", "\n")
                .filter(vocabulary::contains)
                .map(vocabulary::number)
                .collect(Collectors.toSet());
    }

    @Override
    public final String family() {
        return "generative";
    }

    @Override
    public final Usual usual() {
        return new Usual(Usual.OWN, 5e-4, 0.9, 32);
    }

    @Override
    public final Views<Tokens> views(TextSet text) {
        return views(text, masking(text), text.train());
    }

    private TokenMasking masking(TextSet text) {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        try {
            return switch (masking == null ? usualMasking() : masking) {
                case TOKENS -> new RandomTokens(vocabulary, mask);
                case WORDS -> new WholeWords(text.tokenizer(), mask);
                case SPANS -> new RandomSpans(text.tokenizer(), mask, SPAN_P, longestSpan());
                case ENTITIES ->
                        new EntitySpans(
                                vocabulary,
                                EntityList.open(entities, data(), text.tokenizer()),
                                mask);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of tokens masked in held-out text, beside what counting tells of them. */
    @Override
    public final Map<String, Object> figures(T task, TextSet text, NDManager manager, long seed)
            throws IOException {
        TokenScores scores =
                new TokenScores(
                        TokenFrequencies.of(text.train(), text.tokenizer().vocabulary().size()));
        new TestBatches<>(
                        Subset.atMost(text.test(), evaluated, seed),
                        views(text, masking(text), text.test()),
                        usual().batch(),
                        seed)
                .show(
                        manager.getDevice(),
                        (pass, batch) -> {
                            task.loss(pass, batch);
                            scores.add(batch.get(1).toLongArray(), pass.parts());
                        });
        return scores.figures("masked");
    }

    @Override
    public final String sentence(Map<String, ?> figures) {
        String others =
                figures.entrySet().stream()
                        .filter(figure -> !MASKED.contains(figure.getKey()))
                        .map(
                                figure ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s %.3f",
                                                figure.getKey(),
                                                Method.number(figures, figure.getKey())))
                        .collect(Collectors.joining(", "));
        String first = TokenScores.sentence("Masked held-out tokens", "masked_accuracy", figures);
        return others.isEmpty() ? first : first + "\nBeside them: " + others + ".";
    }
}
