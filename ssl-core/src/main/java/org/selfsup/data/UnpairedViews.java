package org.selfsup.data;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;

/**
 * Views of a sample, followed by views of one drawn from another set: two domains without pairs.
 *
 * <p>The samples that are trained on are those of the first domain, so an epoch is theirs and so
 * are the numbers of a batch; of the other domain every slot draws one sample by itself, all being
 * equally likely.
 *
 * @param views of the samples that are trained on
 * @param others the other domain
 * @param otherViews of its samples
 * @param <S> one sample, of either domain
 */
public record UnpairedViews<S>(Views<S> views, Samples<S> others, Views<S> otherViews)
        implements Views<S> {

    /** Two domains seen alike. */
    public UnpairedViews(Views<S> views, Samples<S> others) {
        this(views, others, views);
    }

    @Override
    public Batch<S> batch(int n) {
        Batch<S> first = views.batch(n);
        Batch<S> second = otherViews.batch(n);
        return new Batch<>() {
            @Override
            public void put(int slot, S sample, RandomGenerator random) {
                first.put(slot, sample, random);
                try {
                    second.put(slot, others.get(random.nextInt(others.size())), random);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public NDList toArrays(NDManager manager) {
                return new NDList(first.toArrays(manager)).addAll(second.toArrays(manager));
            }
        };
    }
}
