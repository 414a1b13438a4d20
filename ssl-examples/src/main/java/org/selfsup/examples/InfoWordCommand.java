package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedNGramViews;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.NGramMasking;
import org.selfsup.augment.RandomTokens;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenTransform;
import org.selfsup.contrastive.text.InfoWord;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains InfoWord on text. */
@Command(
        name = "infoword",
        mixinStandardHelpOptions = true,
        description =
                "InfoWord (1910.08350): tell which n-gram is hidden in a text, and which words.")
final class InfoWordCommand extends TextMethod<InfoWord> {

    private static final double MASKED = 0.15;

    @Mixin private LayerOptions layers = new LayerOptions();

    @Option(
            names = "--weight",
            paramLabel = "X",
            defaultValue = "1",
            description = "Weight of the n-grams beside the words (default: ${DEFAULT-VALUE}).")
    private float weight = 1;

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 5e-4, 0.9, 32);
    }

    @Override
    int window(int length) {
        return length - 2;
    }

    @Override
    public Views<Tokens> views(TextSet text) {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        return new MaskedNGramViews(
                text.seen().length(),
                ends(vocabulary),
                new NGramMasking(vocabulary, MASKED),
                new Corruption(vocabulary, 1, 0, true));
    }

    private static List<TokenTransform> ends(Vocabulary vocabulary) {
        return List.of(SequenceEnds.of(vocabulary));
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return layers.encoder(text);
    }

    @Override
    public InfoWord task(Block encoder, int features, TextSet text, long steps) {
        return new InfoWord((TextTransformer) encoder, weight);
    }

    /** Single masked words of held-out windows, so that other masked language models compare. */
    @Override
    public Map<String, Object> figures(InfoWord task, TextSet text, NDManager manager, long seed)
            throws IOException {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        Views<Tokens> single =
                new MaskedTokenViews(
                        text.seen().length(),
                        ends(vocabulary),
                        new RandomTokens(vocabulary, MASKED),
                        new Corruption(vocabulary, 1, 0, false));
        double[] sum = new double[1];
        new TestBatches<>(text.test(), single, usual().batch(), seed)
                .show(
                        manager.getDevice(),
                        (pass, batch) ->
                                sum[0] +=
                                        task.words(pass, batch).getFloat() * batch.head().size(0));
        return Map.of("masked_nats", sum[0] / text.test().size());
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("masked_nats") instanceof Double nats
                ? String.format(
                        Locale.ROOT, "Masked tokens of held-out text: %.3f nats each.", nats)
                : "";
    }
}
