package org.selfsup.data;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Pictures on the ground of others: MNIST-M where digits lie on patches of photographs.
 *
 * <pre>{@code blended = | picture - patch |   in every channel }</pre>
 *
 * <p>The patch is as large as the picture, from a random place of a random ground, and always the
 * same one for the same picture. A grey picture counts for all three channels. Classes are those of
 * the pictures.
 *
 * <p>Ganin et al. 2016, <a href="https://arxiv.org/abs/1505.07818">Domain-Adversarial Training of
 * Neural Networks</a>, section 5.2.4.
 *
 * @param pictures grey or in colour
 * @param grounds in colour, each at least as large as a picture
 * @param seed chooses the patches
 */
public record Blended(Samples<Image> pictures, Samples<Image> grounds, long seed)
        implements Samples<Image> {

    /**
     * Both parts of a set on the same part of others.
     *
     * @param seed chooses the patches
     */
    public static DataSet<Image> of(DataSet<Image> pictures, DataSet<Image> grounds, long seed) {
        return new DataSet<>(
                new Blended(pictures.train(), grounds.train(), Randomness.seed(seed, "train")),
                new Blended(pictures.test(), grounds.test(), Randomness.seed(seed, "test")),
                pictures.description() + ", blended with " + grounds.description(),
                new Fingerprint()
                        .add(pictures.fingerprint())
                        .add(grounds.fingerprint())
                        .add(seed)
                        .hex());
    }

    @Override
    public int size() {
        return pictures.size();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the ground is grey or smaller than the picture
     */
    @Override
    public Image get(int index) throws IOException {
        Image picture = pictures.get(index);
        RandomGenerator random = Randomness.at(seed, index);
        Image ground = grounds.get(random.nextInt(grounds.size()));
        int down = ground.height() - picture.height();
        int right = ground.width() - picture.width();
        if (down < 0 || right < 0 || ground.channels() != 3) {
            throw new IllegalArgumentException(
                    "A picture of %d x %d is blended with grounds in colour that are at least as large, got %d x %d with %d channels"
                            .formatted(
                                    picture.height(),
                                    picture.width(),
                                    ground.height(),
                                    ground.width(),
                                    ground.channels()));
        }
        int top = random.nextInt(down + 1);
        int left = random.nextInt(right + 1);
        byte[] pixels = new byte[3 * picture.height() * picture.width()];
        int at = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int above = picture.at(y, x, Math.min(channel, picture.channels() - 1));
                    int below = ground.at(top + y, left + x, channel);
                    pixels[at++] = (byte) Math.abs(above - below);
                }
            }
        }
        return new Image(pixels, picture.height(), picture.width(), 3);
    }

    @Override
    public Optional<Labels> labels() {
        return pictures.labels();
    }
}
