package org.selfsup.encoder;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Maps to larger maps: from an encoder's last map up to a picture, or to scores for every place.
 *
 * <p>A 3 x 3 convolution, BatchNorm and ReLU at the size of the map and at each doubling of it;
 * channels halve with every doubling. A doubling repeats every pixel, see {@link Layers#upsample};
 * where the size is no power of two times the rows, it is the nearest to one, so that 4 rows become
 * 7, 14 and 28. Last comes a 1 x 1 convolution with bias.
 */
public final class MapDecoder {

    private static final int NARROWEST = 16;

    private MapDecoder() {}

    /**
     * A decoder (n, c, rows, rows) to (n, channels, size, size), of any values.
     *
     * @param width channels at the size of the map, at least 1; never fewer than 16 later
     * @param rows of the map
     * @param size rows and columns that come out, at least as many
     * @param channels that come out
     * @throws IllegalArgumentException if a number is too small
     */
    public static Sequence of(int width, int rows, int size, int channels) {
        if (width < 1 || rows < 1 || size < rows || channels < 1) {
            throw new IllegalArgumentException(
                    "A decoder of maps has at least 1 channel and gives at least as many rows as it"
                            + " takes, got width "
                            + width
                            + ", "
                            + rows
                            + " to "
                            + size
                            + " rows and "
                            + channels
                            + " channels");
        }
        Deque<Integer> sizes = new ArrayDeque<>();
        for (int side = size; side > rows; side = (side + 1) / 2) {
            sizes.push(side);
        }
        Sequence net = new Sequence();
        int filters = width;
        int number = 1;
        for (int side : sizes) {
            layer(net, number, filters);
            net.add("up" + number, Layers.upsampleTo(side));
            filters = Math.max(Math.min(NARROWEST, filters), filters / 2);
            number++;
        }
        layer(net, number, filters);
        return net.add("last", Layers.conv(channels, 1, 1, 0, true));
    }

    private static void layer(Sequence net, int number, int filters) {
        net.add("conv" + number, Layers.conv(filters, 3, 1, 1))
                .add("bn" + number, new BatchNorm())
                .add("relu" + number, Layers.reluInPlace());
    }
}
