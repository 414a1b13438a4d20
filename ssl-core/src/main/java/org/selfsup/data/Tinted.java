package org.selfsup.data;

import java.io.IOException;
import java.util.Optional;

/**
 * Grey pictures in two colours: black becomes one, white the other, grey lies between.
 *
 * <pre>{@code colour = ground + (stroke - ground) grey / 255,   each channel rounded }</pre>
 *
 * <p>Black to black and white to white gives the same pictures with three channels.
 *
 * @param pictures grey ones, of any sizes
 * @param ground what black becomes, {@code 0xRRGGBB}
 * @param stroke what white becomes, {@code 0xRRGGBB}
 */
public record Tinted(Samples<Image> pictures, int ground, int stroke) implements Samples<Image> {

    private static final int WHITE = 0xffffff;

    /** Checks the colours. */
    public Tinted {
        if (ground < 0 || ground > WHITE || stroke < 0 || stroke > WHITE) {
            throw new IllegalArgumentException(
                    "Colours are 0x000000 to 0xffffff, got 0x%x and 0x%x"
                            .formatted(ground, stroke));
        }
    }

    /** Pictures with three channels: grey ones get equal ones, those in colour stay as they are. */
    public static Samples<Image> inColour(Samples<Image> pictures) throws IOException {
        return pictures.get(0).channels() == 3 ? pictures : new Tinted(pictures, 0, WHITE);
    }

    @Override
    public int size() {
        return pictures.size();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the picture is not grey
     */
    @Override
    public Image get(int index) throws IOException {
        Image grey = pictures.get(index);
        if (grey.channels() != 1) {
            throw new IllegalArgumentException(
                    "Grey pictures are tinted, picture "
                            + index
                            + " has "
                            + grey.channels()
                            + " channels");
        }
        byte[] pixels = new byte[3 * grey.height() * grey.width()];
        for (int i = 0, at = grey.offset(); i < pixels.length; i += 3, at++) {
            int white = grey.pixels()[at] & 0xff;
            for (int channel = 0; channel < 3; channel++) {
                int from = ground >> (16 - 8 * channel) & 0xff;
                int to = stroke >> (16 - 8 * channel) & 0xff;
                pixels[i + channel] = (byte) Math.round(from + (to - from) * (white / 255f));
            }
        }
        return new Image(pixels, grey.height(), grey.width(), 3);
    }

    @Override
    public Optional<Labels> labels() {
        return pictures.labels();
    }
}
