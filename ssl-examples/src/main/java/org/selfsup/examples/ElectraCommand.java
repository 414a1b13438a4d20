package org.selfsup.examples;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.adversarial.language.Electra;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.RandomTokens;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.encoder.Transformer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains ELECTRA on text. */
@Command(
        name = "electra",
        mixinStandardHelpOptions = true,
        description =
                "ELECTRA (2003.10555): tell the tokens that a small masked language model put in"
                        + " from those of the text.")
final class ElectraCommand extends TextMethod<Electra> {

    @Mixin private LayerOptions layers = new LayerOptions();

    @Option(
            names = "--generator",
            paramLabel = "N",
            description = "Width of the generator (default: a quarter of --width).")
    private @Nullable Integer generator;

    @Option(
            names = "--mask",
            paramLabel = "P",
            defaultValue = "0.15",
            description = "Share of the tokens that are masked (default: ${DEFAULT-VALUE}).")
    private double mask = 0.15;

    @Option(
            names = "--weight",
            paramLabel = "X",
            defaultValue = "50",
            description = "Weight of the discriminator's loss (default: ${DEFAULT-VALUE}).")
    private float weight = Electra.WEIGHT;

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
        return length - 2;
    }

    @Override
    public Views<Tokens> views(TextSet text) {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        return new MaskedTokenViews(
                text.seen().length(),
                List.of(SequenceEnds.of(vocabulary)),
                new RandomTokens(vocabulary, mask),
                new Corruption(vocabulary, 1, 0, false));
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return layers.encoder(text);
    }

    @Override
    public Electra task(Block encoder, int features, TextSet text, long steps) {
        TextTransformer discriminator = (TextTransformer) encoder;
        return new Electra(discriminator, discriminator.sharing(smaller(discriminator)), weight);
    }

    /** Heads keep their size, as in the paper. */
    private Transformer.Config smaller(TextTransformer discriminator) {
        Transformer.Config own = discriminator.config().layers();
        int width = generator == null ? Math.max(1, own.width() / 4) : generator;
        int heads = Math.max(1, own.heads() * width / own.width());
        return Transformer.Config.of(width, own.depth(), heads)
                .withDropout(own.dropout())
                .withEpsilon(own.epsilon());
    }

    /** Every held-out token but the ends, once. */
    @Override
    public Map<String, Object> figures(Electra task, TextSet text, NDManager manager, long seed)
            throws IOException {
        Detected detected = new Detected();
        double[] nats = new double[2]; // sum and count
        new TestBatches<>(text.test(), views(text), usual().batch(), seed)
                .show(
                        manager.getDevice(),
                        (pass, batch) -> {
                            Electra.Terms terms = task.terms(pass, batch);
                            nats[0] += terms.generator().getFloat() * batch.head().size(0);
                            nats[1] += batch.head().size(0);
                            String within = ":, 1:-1";
                            detected.add(
                                    terms.logits().get(within),
                                    terms.replaced().get(within),
                                    batch.get(2).get(within));
                        });
        Map<String, Object> figures = new LinkedHashMap<>(detected.figures());
        figures.put("generator_nats", nats[0] / nats[1]);
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return Detected.sentence("Held-out tokens, replaced or not", figures);
    }
}
