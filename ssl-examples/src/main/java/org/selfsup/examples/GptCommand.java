package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.selfsup.augment.NextTokenViews;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Likelihood;
import org.selfsup.generative.autoregressive.Gpt;
import org.selfsup.report.Section;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains GPT on text. */
@Command(
        name = "gpt",
        mixinStandardHelpOptions = true,
        description =
                "GPT-2 (Radford et al. 2019): a causal Transformer tells every token of a text from"
                        + " those before it.")
final class GptCommand extends TextMethod<Gpt> {

    private static final int BATCH = 32;
    private static final int SHOWN = 3;

    @Mixin private LayerOptions layers = new LayerOptions();

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "2000",
            description =
                    "N held-out windows, drawn at random, give nll_nats and perplexity (default:"
                            + " ${DEFAULT-VALUE}).")
    private int evaluated = 2000;

    private Sampling sampling = new Sampling();

    /** Whose language it writes. */
    private @Nullable TextSet text;

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, 12);
    }

    @Override
    String usualTokens() {
        return "characters";
    }

    @Override
    TextSet.HeldOut usualHeldOut() {
        return TextSet.HeldOut.LAST;
    }

    @Override
    boolean ends() {
        return false;
    }

    @Override
    int window(int length) {
        return length + 1;
    }

    @Override
    public Views<Tokens> views(TextSet text) {
        return new NextTokenViews(text.seen().length());
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return new TextTransformer(
                new TextTransformer.Config(
                        text.tokenizer().vocabulary().size(), layers.causal(text.seen().length())));
    }

    @Override
    public Gpt task(Block encoder, int features, TextSet text, long steps) {
        this.text = text;
        return new Gpt((TextTransformer) encoder);
    }

    /** Of held-out text, in nats a token, beside what counting tells of it. */
    @Override
    public Map<String, Object> figures(Gpt task, TextSet text, NDManager manager, long seed)
            throws IOException {
        Samples<Tokens> test = Subset.atMost(text.test(), evaluated, seed);
        Likelihood likelihood =
                Likelihood.measure(
                        test,
                        views(text),
                        BATCH,
                        seed,
                        manager.getDevice(),
                        (batch, rows) -> {
                            NDManager scratch = batch.head().getManager();
                            return task.logLikelihood(new Pass(scratch, false, 0, 1), batch);
                        });
        double nats = likelihood.nats() / likelihood.dimensions();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nll_nats", nats);
        figures.put("bits_per_token", nats / Math.log(2));
        figures.put("perplexity", Math.exp(nats));
        figures.put(
                "unigram_nats",
                TokenFrequencies.of(text.train(), text.tokenizer().vocabulary().size())
                        .meanNats(test));
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("nll_nats") instanceof Double nats
                        && figures.get("unigram_nats") instanceof Double unigram
                ? String.format(
                        Locale.ROOT,
                        "Held-out text: %.4f nats a token, perplexity %.3f; by how often tokens"
                                + " occur %.3f nats.",
                        nats,
                        Math.exp(nats),
                        unigram)
                : "";
    }

    @Override
    public void sampling(Sampling how) {
        sampling = how;
    }

    /** What follows the prompt, tokens {@code (n, p + t)}. */
    @Override
    public NDArray generate(Gpt task, Pass pass, int n) {
        long[] prompt = Objects.requireNonNull(text).prompt(sampling.prompt());
        long[] first = new long[n * prompt.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = prompt[i % prompt.length];
        }
        NDArray read = pass.manager().create(first, new Shape(n, prompt.length));
        return task.sample(pass, read, sampling.length(), sampling.tokens());
    }

    @Override
    public List<Section> pictures(Gpt task, TextSet text, NDManager manager, long seed)
            throws IOException {
        try (Autograd off = Autograd.off();
                NDManager scratch = manager.newSubManager()) {
            LibTorch.seed(seed);
            NDArray made = generate(task, new Pass(scratch, false, 0, 1), SHOWN);
            List<String> lines = text.texts(made).stream().flatMap(String::lines).toList();
            return List.of(new Section.Text("What it writes", lines));
        }
    }
}
