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
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TokenViews;
import org.selfsup.contrastive.text.SimCse;
import org.selfsup.data.Samples;
import org.selfsup.data.Subset;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.loss.InfoNceLoss;
import org.selfsup.train.EmbeddingQuality;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains SimCSE on text. */
@Command(
        name = "simcse",
        mixinStandardHelpOptions = true,
        description =
                "SimCSE (2104.08821): a text under two draws of dropout attracts, other texts"
                        + " repel.")
final class SimCseCommand extends TextMethod<SimCse> {

    @Mixin private LayerOptions layers = new LayerOptions(0.1f);
    @Mixin private TemperatureOption temperature = new TemperatureOption(0.05f);

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual(Usual.OWN, 5e-4, 0.9, 64);
    }

    @Override
    int window(int length) {
        return length - 2;
    }

    @Override
    public Views<Tokens> views(TextSet text) {
        Vocabulary vocabulary = text.tokenizer().vocabulary();
        return new TokenViews(
                text.seen().length(),
                vocabulary.pad(),
                List.of(List.of(SequenceEnds.of(vocabulary))));
    }

    @Override
    public Block encoder(String name, TextSet text) {
        return layers.encoder(text);
    }

    @Override
    public SimCse task(Block encoder, int features, TextSet text, long steps) {
        return new SimCse((TextTransformer) encoder, new InfoNceLoss(temperature.value));
    }

    /** Of held-out windows under two draws of dropout, before training and after. */
    @Override
    public Map<String, Object> figures(SimCse task, TextSet text, NDManager manager, long seed)
            throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>(quality(task, text, manager, seed));
        try (NDManager scratch = manager.newSubManager()) {
            SimCse before = task(encoder(Usual.OWN, text), 0, text, 1);
            before.initialize(seed, scratch, text.shapes());
            quality(before, text, scratch, seed)
                    .forEach((name, value) -> figures.put("untrained_" + name, value));
        }
        return figures;
    }

    private Map<String, Float> quality(SimCse task, TextSet text, NDManager manager, long seed)
            throws IOException {
        Samples<Tokens> test = Subset.atMost(text.test(), EmbeddingQuality.MOST_ROWS, seed);
        int d = layers.bidirectional(text.seen().length()).width();
        float[][] views = new float[2][test.size() * d];
        int[] filled = new int[1];
        new TestBatches<>(test, views(text), usual().batch(), seed)
                .show(
                        manager.getDevice(),
                        (still, batch) -> {
                            Pass pass = new Pass(still.manager(), true, 0, 1); // with dropout
                            int values = 0;
                            for (float[] view : views) {
                                float[] some = task.features(pass, batch).toFloatArray();
                                values = some.length;
                                System.arraycopy(some, 0, view, filled[0], values);
                            }
                            filled[0] += values;
                        });
        Shape shape = new Shape(test.size(), d);
        try (NDArray first = manager.create(views[0], shape);
                NDArray second = manager.create(views[1], shape)) {
            Map<String, Float> quality = EmbeddingQuality.of(first, second);
            quality.keySet()
                    .retainAll(List.of(EmbeddingQuality.ALIGNMENT, EmbeddingQuality.UNIFORMITY));
            return quality;
        }
    }

    @Override
    public String sentence(Map<String, ?> figures) {
        return figures.get(EmbeddingQuality.ALIGNMENT) instanceof Float alignment
                        && figures.get(EmbeddingQuality.UNIFORMITY) instanceof Float uniformity
                ? String.format(
                        Locale.ROOT,
                        "Held-out windows: alignment %.3f (untrained %.3f), uniformity %.3f"
                                + " (untrained %.3f); the lower the better.",
                        alignment,
                        Method.number(figures, "untrained_" + EmbeddingQuality.ALIGNMENT),
                        uniformity,
                        Method.number(figures, "untrained_" + EmbeddingQuality.UNIFORMITY))
                : "";
    }
}
