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

    /** The encoder's last block that gives a map of at least so many rows. */
    static String name(Block encoder, PictureSet pictures, int rows) {
        return FeatureMaps.last(
                encoder, new Shape(1, pictures.channels(), pictures.size(), pictures.size()), rows);
    }
}
