package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.adversarial.partial.SplitBrain;
import org.selfsup.encoder.CieLab;
import org.selfsup.encoder.LabEncoder;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a split-brain autoencoder on pictures. */
@Command(
        name = "splitbrain",
        mixinStandardHelpOptions = true,
        description =
                "Split-brain (1611.09842): lightness and colour of a picture tell one another.")
final class SplitBrainCommand extends ColorCommand<SplitBrain> {

    @Option(
            names = "--levels",
            paramLabel = "K",
            defaultValue = "50",
            description = "Levels of lightness to tell apart (default: ${DEFAULT-VALUE}).")
    private int levels = 50;

    @Override
    public Usual usual() {
        return new Usual("convnet_lab", 1e-3, 0.9);
    }

    @Override
    public SplitBrain task(Block encoder, int features, PictureSet pictures, long steps) {
        requireColor("splitbrain", pictures);
        if (!(encoder instanceof LabEncoder halves)) {
            throw new IllegalArgumentException(
                    "splitbrain needs an encoder of two halves, for lightness and colour; take"
                            + " --encoder convnet_lab");
        }
        Shape lightness = new Shape(1, 1, pictures.size(), pictures.size());
        MapOption.Last map = MapOption.last(halves.lightness(), lightness);
        return new SplitBrain(
                halves,
                map.name(),
                decoder(map, pictures, grid().size()),
                decoder(map, pictures, levels),
                new SplitBrain.Config(grid(), levels, anneal()));
    }

    @Override
    Map<String, NDArray> shown(SplitBrain task, Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        Map<String, NDArray> rows = new LinkedHashMap<>();
        rows.put("lightness", CieLab.grey(x));
        rows.put("coloured", task.colorize(pass, x));
        rows.put("colour", CieLab.ofLightness(x, 50));
        rows.put("lit", task.lighten(pass, x));
        rows.put("truth", x);
        return rows;
    }
}
