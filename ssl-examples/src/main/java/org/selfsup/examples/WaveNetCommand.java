package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.selfsup.augment.CenterSegment;
import org.selfsup.augment.RandomSegment;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.data.Waveform;
import org.selfsup.eval.Likelihood;
import org.selfsup.generative.autoregressive.WaveNet;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains WaveNet on recordings. */
@Command(
        name = "wavenet",
        mixinStandardHelpOptions = true,
        description =
                "WaveNet (1609.03499): dilated convolutions tell every sample of a recording from"
                        + " those before it.")
final class WaveNetCommand extends WaveMethod<WaveNet> {

    private static final int BATCH = 8;

    @Option(
            names = "--stacks",
            paramLabel = "N",
            defaultValue = "2",
            description = "How often dilations start again from 1 (default: ${DEFAULT-VALUE}).")
    private int stacks = 2;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "8",
            description = "Of a stack, each of twice the dilation (default: ${DEFAULT-VALUE}).")
    private int layers = 8;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "32",
            description = "Channels between layers (default: ${DEFAULT-VALUE}).")
    private int width = 32;

    @Option(
            names = "--skips",
            paramLabel = "N",
            defaultValue = "64",
            description = "Channels of the skip connections (default: ${DEFAULT-VALUE}).")
    private int skips = 64;

    @Option(
            names = "--evaluated",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "N test recordings, drawn at random, give bits_per_sample (default:"
                            + " ${DEFAULT-VALUE}).")
    private int evaluated = 200;

    @Option(
            names = "--classes",
            description =
                    "Learn recordings given their class; the likelihood is then one given classes.")
    private boolean classes;

    /** Of what it hears, and of what it makes. */
    private int length;

    @Override
    public String family() {
        return "generative";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 1e-3, 0.9, BATCH);
    }

    @Override
    public Views<Waveform> views(WaveSet waves) {
        return new WaveViews(new WavePipeline(new RandomSegment(waves.length())));
    }

    @Override
    public Block encoder(String name, WaveSet waves) {
        return net(waves).encoder();
    }

    @Override
    public WaveNet task(Block encoder, int features, WaveSet waves, long steps) {
        length = waves.length();
        return net(waves);
    }

    private WaveNet net(WaveSet waves) {
        WaveNet.Config config = new WaveNet.Config(stacks, layers, width, skips);
        return classes ? new WaveNet(waves.knownLabels(), config) : new WaveNet(config);
    }

    /** The middle of test recordings, beside what counting tells of it. */
    @Override
    public Map<String, Object> figures(WaveNet task, WaveSet waves, NDManager manager, long seed)
            throws IOException {
        Samples<Waveform> test = Subset.atMost(waves.test(), evaluated, seed);
        Likelihood likelihood =
                Likelihood.measure(
                        test,
                        waves.evaluationViews(),
                        BATCH,
                        seed,
                        manager.getDevice(),
                        (batch, rows) -> {
                            NDManager scratch = batch.head().getManager();
                            Pass pass = new Pass(scratch, false, 0, 1, seed, rows);
                            NDList given = new NDList(batch);
                            if (classes) {
                                given.add(ClassConditions.of(test, pass, rows.length));
                            }
                            return task.logLikelihood(pass, given);
                        });
        CodeBaselines counted =
                CodeBaselines.of(
                        waves.train(), test, new WavePipeline(new CenterSegment(waves.length())));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nll_nats", likelihood.nats());
        figures.put("bits_per_sample", likelihood.bitsPerDimension(1));
        figures.put("unigram_bits_per_sample", counted.unigram());
        figures.put("order1_bits_per_sample", counted.order1());
        return figures;
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get("bits_per_sample") instanceof Double bits
                        && figures.get("unigram_bits_per_sample") instanceof Double unigram
                        && figures.get("order1_bits_per_sample") instanceof Double order1
                ? String.format(
                        Locale.ROOT,
                        "Test recordings: %.3f bits a sample; by counts %.3f, by counts after the"
                                + " sample before %.3f.",
                        bits,
                        unigram,
                        order1)
                : "";
    }

    /** Of each class in turn, if it knows them. */
    @Override
    public NDArray generate(WaveNet task, Pass pass, int n) {
        NDList given = new NDList();
        if (classes) {
            given.add(ClassConditions.inTurn(pass.manager(), task.condition(), n));
        }
        return task.sample(pass, n, length, given);
    }
}
