package org.selfsup.data;

import java.io.IOException;
import java.util.Optional;

/**
 * Some samples of a larger set.
 *
 * @param all the larger set
 * @param indices which of them, in this order
 * @param <S> one sample
 */
public record Subset<S>(Samples<S> all, int[] indices) implements Samples<S> {

    /**
     * At most so many samples, drawn without replacement and in their old order.
     *
     * @param all the larger set, returned as it is if it is not larger
     * @param most at least 1
     * @param seed decides which
     */
    public static <S> Samples<S> atMost(Samples<S> all, int most, long seed) {
        if (most < 1) {
            throw new IllegalArgumentException("A subset has at least 1 sample, got " + most);
        }
        if (all.size() <= most) {
            return all;
        }
        return new Subset<>(
                all,
                Randomness.at(seed).ints(0, all.size()).distinct().limit(most).sorted().toArray());
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public S get(int index) throws IOException {
        return all.get(indices[index]);
    }

    @Override
    public Optional<Labels> labels() {
        return all.labels()
                .map(
                        labels -> {
                            int[] of = new int[indices.length];
                            for (int i = 0; i < of.length; i++) {
                                of[i] = labels.of()[indices[i]];
                            }
                            return new Labels(of, labels.names());
                        });
    }
}
