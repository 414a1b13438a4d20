package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.language.Wklm;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.EntityReplacementViews;
import org.selfsup.augment.RandomTokens;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains WKLM on text. */
@Command(
        name = "wklm",
        mixinStandardHelpOptions = true,
        description =
                "WKLM (1912.09637): tell the names that were replaced by others from those of the"
                        + " text.")
final class WklmCommand extends TextMethod<Wklm> {

    private static final int ROOM = 4; // tokens by which names may grow

    @Mixin private LayerOptions layers = new LayerOptions();

    @Option(
            names = "--entities",
            paramLabel = "FILE",
            description =
                    "Names, one a line, with an empty line between kinds (default: the nouns of toy"
                            + " text; of a play its speakers, which stand alone before a colon).")
    private @Nullable Path entities;

    @Option(
            names = "--replace",
            paramLabel = "P",
            defaultValue = "0.5",
            description =
                    "Probability that a name is replaced if the one before is not (default:"
                            + " ${DEFAULT-VALUE}).")
    private double replace = 0.5;

    @Option(
            names = "--mask",
            paramLabel = "P",
            defaultValue = "0.05",
            description = "Share of the other tokens that are masked (default: ${DEFAULT-VALUE}).")
    private double mask = 0.05;

    @Override
    public String family() {
        return "adversarial";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 5e-4, 0.9, 32);
    }

    @Override
    int window(int length) {
        return length - 2 - Math.min(ROOM, length / 4);
    }

    @Override
    public Views<Tokens> views(TextSet text) {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        try {
            return new EntityReplacementViews(
                            text.seen().length(),
                            Math.max(1, text.seen().length() / 4),
                            vocabulary.pad(),
                            List.of(SequenceEnds.of(vocabulary)),
                            EntityList.open(entities, data(), text.tokenizer()),
                            replace)
                    .withMasking(new RandomTokens(vocabulary, mask), Corruption.bert(vocabulary));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return layers.encoder(text);
    }

    @Override
    public Wklm task(Block encoder, int features, TextSet text, long steps) {
        return new Wklm((TextTransformer) encoder);
    }

    /** Every held-out name, once. */
    @Override
    public Map<String, Object> figures(Wklm task, TextSet text, NDManager manager, long seed)
            throws IOException {
        Detected detected = new Detected();
        new TestBatches<>(text.test(), views(text), usual().batch(), seed)
                .show(
                        manager.getDevice(),
                        (pass, batch) -> {
                            Wklm.Terms terms = task.terms(pass, batch);
                            detected.add(terms.logits(), batch.get(4), terms.counted());
                        });
        return detected.figures();
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return Detected.sentence("Held-out names, replaced or not", figures);
    }
}
