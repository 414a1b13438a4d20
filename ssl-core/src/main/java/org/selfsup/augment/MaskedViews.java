package org.selfsup.augment;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Views;

/**
 * Views with masks: after the arrays of the views, one INT64 array {@code (n, k)} for each set of
 * each mask, numbers of patches.
 *
 * <p>Where the lengths of a set differ, k is the shortest in the batch; as sets are in random
 * order, what is cut off is random.
 *
 * @param <S> one sample
 */
public final class MaskedViews<S> implements Views<S> {

    private final Views<S> views;
    private final List<PatchMask> masks;
    private final int sets;

    /**
     * Views with masks.
     *
     * @param views what is looked at; drawn before the masks
     * @param masks one for each mask a sample gets, at least one
     */
    public MaskedViews(Views<S> views, List<PatchMask> masks) {
        Ranges.require(!masks.isEmpty(), "There is at least one mask", "none");
        this.views = views;
        this.masks = List.copyOf(masks);
        sets = masks.stream().mapToInt(PatchMask::sets).sum();
    }

    @Override
    public Batch<S> batch(int n) {
        return new Slots(n);
    }

    private final class Slots implements Batch<S> {

        private final Batch<S> looked;
        private final int[][][] drawn; // (n, sets), each of its own length

        Slots(int n) {
            looked = views.batch(n);
            drawn = new int[n][sets][0];
        }

        @Override
        public void put(int slot, S sample, RandomGenerator random) {
            looked.put(slot, sample, random);
            int at = 0;
            for (PatchMask mask : masks) {
                int[][] draw = mask.draw(random);
                System.arraycopy(draw, 0, drawn[slot], at, draw.length);
                at += draw.length;
            }
        }

        @Override
        public NDList toArrays(NDManager manager) {
            NDList arrays = looked.toArrays(manager);
            for (int set = 0; set < sets; set++) {
                int which = set;
                int k = Arrays.stream(drawn).mapToInt(of -> of[which].length).min().orElse(0);
                long[] numbers =
                        Arrays.stream(drawn)
                                .flatMapToInt(of -> Arrays.stream(of[which], 0, k))
                                .asLongStream()
                                .toArray();
                arrays.add(manager.create(numbers, new Shape(drawn.length, k)));
            }
            return arrays;
        }
    }
}
