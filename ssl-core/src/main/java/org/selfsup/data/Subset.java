package org.selfsup.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /**
     * The first samples, or all where there are no more.
     *
     * @param all the larger set
     * @param most at least 1
     */
    public static <S> Samples<S> first(Samples<S> all, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A subset has at least 1 sample, got " + most);
        }
        return all.size() <= most ? all : new Subset<>(all, IntStream.range(0, most).toArray());
    }

    /**
     * The same share of every class, rounded, at least one sample of each that occurs, in their old
     * order. A smaller share chooses among the samples of a larger one with the same seed.
     *
     * @param all the larger set, with labels
     * @param share above 0, at most 1
     * @param seed decides which
     * @throws IllegalArgumentException if the share is out of its range, or there are no labels
     */
    public static <S> Subset<S> stratified(Samples<S> all, double share, long seed) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "The share of every class is above 0 and at most 1, got " + share);
        }
        Labels labels =
                all.labels()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "A share of every class needs samples with labels,"
                                                        + " these have none"));
        int[] wanted = new int[labels.names().size()];
        for (int label : labels.of()) {
            wanted[label]++;
        }
        Arrays.setAll(
                wanted, c -> (int) Math.min(wanted[c], Math.max(1, Math.round(share * wanted[c]))));
        int[] order = Randomness.permutation(all.size(), Randomness.at(seed));
        return new Subset<>(
                all,
                Arrays.stream(order).filter(i -> wanted[labels.of()[i]]-- > 0).sorted().toArray());
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
    public String name(int index) {
        return all.name(indices[index]);
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
