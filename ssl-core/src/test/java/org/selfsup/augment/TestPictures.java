package org.selfsup.augment;

import java.util.SplittableRandom;
import org.selfsup.data.Image;

/** Pictures with edges and texture, for benchmarks. */
public final class TestPictures {

    private TestPictures() {}

    /** As many as asked for, {@code (height, width, 3)}. */
    public static Image[] of(int count, int height, int width) {
        SplittableRandom random = new SplittableRandom(1);
        Image[] pictures = new Image[count];
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[height * width * 3];
            random.nextBytes(pixels);
            for (int p = 0; p < pixels.length; p++) {
                int shade = (p / 3 / 9 + p / (width * 24)) * 29 + 50 * (p % 3);
                pixels[p] = (byte) ((shade & 0xc0) + (pixels[p] & 0x3f));
            }
            pictures[i] = new Image(pixels, height, width, 3);
        }
        return pictures;
    }
}
