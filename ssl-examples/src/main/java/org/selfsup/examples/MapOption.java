package org.selfsup.examples;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.selfsup.encoder.FeatureMaps;
import picocli.CommandLine.Option;

/** Option of methods that look at a map of the encoder. */
final class MapOption {

    @Option(
            names = "--map",
            paramLabel = "ROWS",
            description =
                    "The encoder's last map of at least so many rows is looked at (default:"
                            + " ${DEFAULT-VALUE}).")
    private int rows;

    MapOption(int rows) {
        this.rows = rows;
    }

    /** The encoder's block that gives the map. */
    String name(Block encoder, PictureSet pictures) {
        return name(encoder, pictures, rows);
    }

    /** A map of an encoder: the name of the block that gives it, and its size. */
    record Last(String name, int rows, int channels) {}

    /** The encoder's last map, of any size. */
    static Last last(Block encoder, Shape input) {
        String name = FeatureMaps.last(encoder, input, 1);
        Shape map = new FeatureMaps(encoder, name).getOutputShapes(new Shape[] {input})[1];
        return new Last(name, (int) map.get(2), (int) map.get(1));
    }

    /** The encoder's last block that gives a map of at least so many rows. */
    static String name(Block encoder, PictureSet pictures, int rows) {
        return FeatureMaps.last(encoder, pictures.batchOfOne(), rows);
    }
}
