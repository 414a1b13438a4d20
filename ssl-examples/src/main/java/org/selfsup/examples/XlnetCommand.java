package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.selfsup.augment.PermutationViews;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.data.Subset;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.generative.hybrid.PermutationLanguageModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains XLNet's permutation language model on text. */
@Command(
        name = "xlnet",
        mixinStandardHelpOptions = true,
        description =
                "XLNet (1906.08237): tell the last tokens of a random order from those before"
                        + " them, by two streams of attention.")
final class XlnetCommand extends TextMethod<PermutationLanguageModel> {

    @Mixin private LayerOptions layers = new LayerOptions();

    @Option(
            names = "--told",
            paramLabel = "K",
            defaultValue = "6",
            description = "One of K tokens is told (default: ${DEFAULT-VALUE}).")
    private int told = 6;

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "2000",
            description =
                    "N held-out windows, drawn at random, give nll_nats and accuracy (default:"
                            + " ${DEFAULT-VALUE}).")
    private int evaluated = 2000;

    @Override
    public String family() {
        return "generative";
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
        return new PermutationViews(
                text.seen().length(), told, vocabulary, List.of(SequenceEnds.of(vocabulary)));
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return layers.encoder(text);
    }

    @Override
    public PermutationLanguageModel task(Block encoder, int features, TextSet text, long steps) {
        return new PermutationLanguageModel((TextTransformer) encoder);
    }

    /** Of the last places of one random order of every held-out window. */
    @Override
    public Map<String, Object> figures(
            PermutationLanguageModel task, TextSet text, NDManager manager, long seed)
            throws IOException {
        TokenScores scores =
                new TokenScores(
                        TokenFrequencies.of(text.train(), text.tokenizer().vocabulary().size()));
        new TestBatches<>(
                        Subset.atMost(text.test(), evaluated, seed),
                        views(text),
                        usual().batch(),
                        seed)
                .show(
                        manager.getDevice(),
                        (pass, batch) -> {
                            float loss = task.loss(pass, batch).getFloat();
                            Float accuracy = pass.parts().get("accuracy");
                            scores.add(
                                    batch.get(0).gather(batch.get(2), 1).toLongArray(),
                                    Map.of("told", loss, "told_accuracy", accuracy));
                        });
        return scores.figures("told");
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return TokenScores.sentence(
                "The last tokens of random orders of held-out text", "told_accuracy", figures);
    }
}
