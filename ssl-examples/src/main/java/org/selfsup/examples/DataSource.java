package org.selfsup.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.selfsup.data.Cifar;
import org.selfsup.data.DataSet;
import org.selfsup.data.Idx;
import org.selfsup.data.Image;
import org.selfsup.data.ImageFolder;
import org.selfsup.data.Shapes;

/** Data by the name it has on the command line. */
final class DataSource {

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
        switch (kind) {
            case "shapes":
                if (!path.isEmpty()) {
                    throw new IllegalArgumentException(
                            "\"shapes\" are drawn on the spot and take no path, got \"" + spec + '"');
                }
                return Shapes.standard();
            case "mnist", "cifar10", "cifar100", "folder":
                if (path.isEmpty()) {
                    throw new IllegalArgumentException(
                            "\"" + kind + "\" needs a path: --data " + kind + ":PATH");
                }
                break;
            default:
                throw new IllegalArgumentException(
                        "Unknown data \""
                                + spec
                                + "\": expected shapes, mnist:DIR, cifar10:PATH, cifar100:PATH or"
                                + " folder:DIR");
        }
        Path place = Path.of(path);
        return switch (kind) {
            case "mnist" -> Idx.open(place);
            case "folder" -> ImageFolder.open(place);
            default -> Cifar.open(place);
        };
    }
}
