package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.selfsup.data.Cifar;
import org.selfsup.data.DataSet;
import org.selfsup.data.Idx;
import org.selfsup.data.Image;
import org.selfsup.data.ImageFolder;
import org.selfsup.data.Shapes;

/** Data by the name it has on the command line. */
final class DataSource {

    /** Always the same pictures, whatever the seed of a run. */
    private static final long SHAPES_SEED = 0;

    private DataSource() {}

    /**
     * Opens a set of pictures.
     *
     * @param spec {@code shapes}, {@code mnist:DIR}, {@code cifar10:PATH}, {@code cifar100:PATH} or
     *     {@code folder:DIR}
     * @throws IllegalArgumentException if the name is unknown or its path is missing
     * @throws IOException if the files cannot be read
     */
    static DataSet<Image> images(String spec) throws IOException {
        int colon = spec.indexOf(':');
        String kind = colon < 0 ? spec : spec.substring(0, colon);
        String path = colon < 0 ? "" : spec.substring(colon + 1);
        boolean drawn = kind.equals("shapes");
        if (!drawn && !List.of("mnist", "cifar10", "cifar100", "folder").contains(kind)) {
            throw new IllegalArgumentException(
                    "Unknown data \""
                            + spec
                            + "\": expected shapes, mnist:DIR, cifar10:PATH, cifar100:PATH or"
                            + " folder:DIR");
        }
        if (drawn != path.isEmpty()) {
            throw new IllegalArgumentException(
                    drawn
                            ? "\"shapes\" are drawn on the spot and take no path, got " + spec
                            : "\"" + kind + "\" needs a path: --data " + kind + ":PATH");
        }
        return switch (kind) {
            case "shapes" -> Shapes.standard(SHAPES_SEED);
            case "mnist" -> Idx.open(Path.of(path));
            case "folder" -> ImageFolder.open(Path.of(path));
            default -> Cifar.open(Path.of(path));
        };
    }
}
