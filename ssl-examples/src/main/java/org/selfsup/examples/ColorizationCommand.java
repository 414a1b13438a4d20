package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import org.selfsup.adversarial.partial.Colorization;
import org.selfsup.encoder.CieLab;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains colorization on pictures. */
@Command(
        name = "colorization",
        mixinStandardHelpOptions = true,
        description = "Colorization (1603.08511): from lightness tell the colour of every place.")
final class ColorizationCommand extends ColorCommand<Colorization> {

    @Option(
            names = "--uniform",
            paramLabel = "LAMBDA",
            defaultValue = "0.5",
            description =
                    "From near 0, where rare colours weigh most, to 1, where all weigh alike"
                            + " (default: ${DEFAULT-VALUE}).")
    private double uniform = 0.5;

    @Override
    public Usual usual() {
        return new Usual("convnet_lightness", 1e-3, 0.9);
    }

    @Override
    public Colorization task(Block encoder, int features, PictureSet pictures, long steps) {
        requireColor("colorization", pictures);
        MapOption.Last map = MapOption.last(encoder, pictures.batchOfOne());
        return new Colorization(
                encoder,
                map.name(),
                decoder(map, pictures, grid().size()),
                new Colorization.Config(grid(), uniform, anneal()));
    }

    @Override
    Map<String, NDArray> shown(Colorization task, Pass pass, NDList batch) {
        NDArray x = batch.singletonOrThrow();
        Map<String, NDArray> rows = new LinkedHashMap<>();
        rows.put("seen", CieLab.grey(x));
        rows.put("coloured", task.colorize(pass, x));
        rows.put("truth", x);
        return rows;
    }
}
