package org.selfsup.contrastive.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PermutationSetTest {

    /** Algorithm 1 in plain loops over all 24 orders, given the first. */
    @Test
    void eachOrderIsFarthestFromAllBefore() {
        PermutationSet set = new PermutationSet(4, 15, 3);
        List<String> left = orders("", "0123");
        List<String> taken = new ArrayList<>();
        for (int t = 0; t < set.size(); t++) {
            String order = text(set.order(t));
            if (t > 0) {
                String farthest = left.get(0);
                for (String other : left) {
                    if (distance(other, taken) > distance(farthest, taken)) {
                        farthest = other;
                    }
                }
                assertThat(order).isEqualTo(farthest);
            }
            assertThat(left.remove(order)).as("%s is an order, and new", order).isTrue();
            taken.add(order);
        }
    }

    @Test
    void fourOrdersOfFourPiecesShareNoPlace() {
        PermutationSet set = new PermutationSet(4, 4, 11);
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(distance(text(set.order(i)), List.of(text(set.order(j))))).isEqualTo(4);
            }
        }
    }

    /** Any two random orders of nine pieces differ in 8 places on average. */
    @Test
    void ordersOfNinePiecesAreFartherApartThanRandomOnes() {
        PermutationSet set = new PermutationSet(9, 64, 0);
        List<String> all = IntStream.range(0, 64).mapToObj(i -> text(set.order(i))).toList();
        assertThat(all).doesNotHaveDuplicates();
        long sum = all.stream().mapToLong(order -> distance(order, all)).sum();
        assertThat(sum / (64 * 63.0)).isBetween(8.1, 9.0);
    }

    @Test
    void theSeedDecides() {
        assertThat(text(new PermutationSet(9, 3, 1).order(2)))
                .isEqualTo(text(new PermutationSet(9, 3, 1).order(2)));
        assertThat(text(new PermutationSet(9, 3, 1).order(0)))
                .isNotEqualTo(text(new PermutationSet(9, 3, 2).order(0)));
        assertThat(new PermutationSet(3, 6, 0).size()).isEqualTo(6);
    }

    @Test
    void aShuffleLaysEachPuzzleInItsOrder() {
        PermutationSet set = new PermutationSet(4, 24, 0);
        PermutationSet.Shuffle shuffle = set.shuffle(5, new SplittableRandom(1));
        assertThat(shuffle.rows()).hasSize(20);
        for (int i = 0; i < 20; i++) {
            int piece = set.order((int) shuffle.orders()[i / 4])[i % 4];
            assertThat(shuffle.rows()[i]).isEqualTo(i / 4 * 4 + piece);
        }
        assertThat(Arrays.stream(shuffle.orders()).distinct().count()).isGreaterThan(1);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        refused(() -> new PermutationSet(16, 10, 0), "2 to 9 pieces, got 16");
        refused(() -> new PermutationSet(4, 25, 0), "4 pieces have 2 to 24 orders");
        refused(() -> new PermutationSet(4, 1, 0), "got 1");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static List<String> orders(String laid, String left) {
        List<String> orders = new ArrayList<>();
        if (left.isEmpty()) {
            orders.add(laid);
        }
        for (int i = 0; i < left.length(); i++) {
            orders.addAll(
                    orders(laid + left.charAt(i), left.substring(0, i) + left.substring(i + 1)));
        }
        return orders;
    }

    private static long distance(String order, List<String> others) {
        return others.stream()
                .mapToLong(
                        other ->
                                IntStream.range(0, order.length())
                                        .filter(i -> order.charAt(i) != other.charAt(i))
                                        .count())
                .sum();
    }

    private static String text(int[] order) {
        StringBuilder text = new StringBuilder();
        for (int piece : order) {
            text.append(piece);
        }
        return text.toString();
    }
}
