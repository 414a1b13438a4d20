package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;

class SegmentPairViewsTest {

    private static final Vocabulary WORDS =
            WordTokenizer.of("a b c d e f g h i j k l m n o p .", 1, false).vocabulary();
    private static final int CLS = WORDS.start();
    private static final int SEP = WORDS.separator();
    private static final int STOP = WORDS.number(".");

    /** Nothing is masked. */
    private static final TokenMasking NONE = (tokens, random) -> new int[0];

    private final SplittableRandom random = new SplittableRandom(5);

    private static int[] ids(String words) {
        return Arrays.stream(words.split(" ")).mapToInt(WORDS::number).toArray();
    }

    private static SegmentPairViews views(SegmentPairing pairing, TokenMasking masking) {
        return new SegmentPairViews(12, Set.of(STOP), pairing, masking, Corruption.bert(WORDS));
    }

    /** The arrays of a batch of one. */
    private long[][] view(Views<Tokens> views, Tokens sample) {
        Views.Batch<Tokens> batch = views.batch(1);
        batch.put(0, sample, random);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays.get(3).getShape()).isEqualTo(new Shape(1, 12));
            assertThat(arrays.get(4).getShape()).isEqualTo(new Shape(1, 1));
            return arrays.stream().map(array -> array.toLongArray()).toArray(long[][]::new);
        }
    }

    @Test
    void halfOfThePairsAreTurnedRoundAndSaidToBe() {
        int[] text = ids("x a b . c d");
        long[] kept = {CLS, text[1], text[2], STOP, SEP, text[4], text[5], SEP, 0, 0, 0, 0};
        long[] turned = {CLS, text[4], text[5], SEP, text[1], text[2], STOP, SEP, 0, 0, 0, 0};
        int apart = 0;
        for (int i = 0; i < 400; i++) {
            long[][] view = view(views(new SentenceOrder(), NONE), new Tokens(text, 1, 5));
            boolean follows = view[4][0] == 0;
            assertThat(view[0]).containsExactly(follows ? kept : turned);
            assertThat(view[1]).containsOnly(MaskedTokenViews.IGNORED);
            assertThat(view[2]).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
            assertThat(view[3])
                    .containsExactly(
                            follows
                                    ? new long[] {0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0}
                                    : new long[] {0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0});
            apart += follows ? 0 : 1;
        }
        assertThat(apart).isBetween(160, 240);
    }

    @Test
    void halfOfTheSecondSegmentsComeFromElsewhere() throws IOException {
        int[] text = ids("a b . c d e f g h i j k l");
        Samples<Tokens> samples =
                new Samples<>() {
                    @Override
                    public int size() {
                        return 2;
                    }

                    @Override
                    public Tokens get(int index) {
                        return index == 0 ? new Tokens(text, 0, 6) : new Tokens(text, 8, 5);
                    }
                };
        NextSentence pairing = new NextSentence(samples);
        int apart = 0;
        for (int i = 0; i < 400; i++) {
            long[][] view = view(views(pairing, NONE), samples.get(0));
            assertThat(view[0]).startsWith(CLS, text[0], text[1], STOP, SEP).contains(SEP);
            if (view[4][0] == 0) {
                assertThat(view[0]).containsSequence(text[3], text[4], text[5], SEP);
            } else {
                apart++;
                int from = indexOf(text, (int) view[0][5]);
                assertThat(from).isBetween(8, 10);
                assertThat(view[0])
                        .containsSequence(text[from], text[from + 1], text[from + 2], SEP);
            }
        }
        assertThat(apart).isBetween(160, 240);
        assertThatThrownBy(() -> new NextSentence(one(samples.get(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least two samples, got 1");
    }

    private static Samples<Tokens> one(Tokens sample) {
        return new Samples<>() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Tokens get(int index) {
                return sample;
            }
        };
    }

    private static int indexOf(int[] text, int token) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == token) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void withoutASentenceEndTheCutIsAnywhereAndBothSegmentsHoldSomething() {
        int[] text = ids("a b c d e");
        long[] lengths = new long[5];
        for (int i = 0; i < 400; i++) {
            long[][] view =
                    view(
                            views((a, b, r) -> new SegmentPairing.Pair(a, b, true), NONE),
                            new Tokens(text));
            lengths[(int) Arrays.stream(view[3]).sum() - 2]++; // without [SEP]
        }
        assertThat(Arrays.stream(lengths).filter(count -> count > 50).count()).isEqualTo(4);
        assertThat(lengths[4]).isZero();
    }

    @Test
    void specialTokensAreNeverMaskedAndLabelsAreWhatWasThere() {
        int[] text = ids("a b . c d");
        SegmentPairViews views = views(new SentenceOrder(), new RandomTokens(WORDS, 0.4));
        for (int i = 0; i < 50; i++) {
            long[][] view = view(views, new Tokens(text));
            assertThat(Arrays.stream(view[1]).filter(label -> label >= 0).count()).isEqualTo(2);
            assertThat(view[1]).doesNotContain(CLS, SEP);
            for (int t = 0; t < 12; t++) {
                if (view[1][t] >= 0) {
                    assertThat((int) view[1][t]).isIn(Arrays.stream(text).boxed().toList());
                }
            }
        }
    }

    @Test
    void samplesThatDoNotFitAreRefused() {
        SegmentPairViews views = views(new SentenceOrder(), NONE);
        assertThatThrownBy(() -> view(views, new Tokens(new int[10])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room for 12 tokens");
        assertThatThrownBy(() -> view(views, new Tokens(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 2 tokens, got 1");
        assertThatThrownBy(
                        () ->
                                new SegmentPairViews(
                                        4,
                                        Set.of(),
                                        new SentenceOrder(),
                                        NONE,
                                        Corruption.bert(WORDS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 5 tokens, got 4");
    }

    @Test
    void replacedEntitiesAreOfTheirKindAndTheirNeighboursStay() {
        Entities entities =
                new Entities(
                        List.of(
                                List.of(ids("a"), ids("b c"), ids("d e f")),
                                List.of(ids("g"), ids("h"))));
        int[] text = ids("m a n b c o g p k");
        Views<Tokens> views =
                new EntityReplacementViews(
                        12, 4, WORDS.pad(), List.of(SequenceEnds.of(WORDS)), entities, 0.5);
        int replaced = 0;
        for (int i = 0; i < 300; i++) {
            Views.Batch<Tokens> batch = views.batch(1);
            batch.put(0, new Tokens(text), random);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                long[][] view =
                        batch.toArrays(manager).stream()
                                .map(array -> array.toLongArray())
                                .toArray(long[][]::new);
                assertThat(view[0]).contains(CLS, SEP);
                assertThat(Arrays.stream(view[1]).sum()).isLessThanOrEqualTo(12);
                assertThat(view[4][3]).isEqualTo(MaskedTokenViews.IGNORED);
                String[] neighbours = {"m n", "n o", "o p"};
                String[][] kinds = {{"a", "b c", "d e f"}, {"b c", "a", "d e f"}, {"g", "h"}};
                for (int e = 0; e < 3; e++) {
                    int left = (int) view[2][e];
                    int right = (int) view[3][e];
                    int[] around = ids(neighbours[e]);
                    assertThat(view[0][left]).isEqualTo(around[0]);
                    assertThat(view[0][right]).isEqualTo(around[1]);
                    int[] inside =
                            Arrays.stream(view[0], left + 1, right)
                                    .mapToInt(id -> (int) id)
                                    .toArray();
                    List<String> kind = List.of(kinds[e]);
                    int which = which(inside, kind);
                    assertThat(which).as("entity %d", e).isNotNegative();
                    assertThat(view[4][e]).isEqualTo(which == 0 ? 0 : 1);
                    assertThat(e > 0 && view[4][e] == 1 && view[4][e - 1] == 1).isFalse();
                    replaced += (int) view[4][e];
                }
            }
        }
        assertThat(replaced).isBetween(200, 500);
        assertThatThrownBy(() -> new Entities(List.of(List.of(ids("a")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least two entities");
        assertThatThrownBy(() -> new Entities(List.of(List.of(ids("a"), ids("a")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listed once");
    }

    @Test
    void tokensOutsideEntitiesAreMaskedToo() {
        Entities entities = new Entities(List.of(List.of(ids("a"), ids("b c"))));
        Views<Tokens> views =
                new EntityReplacementViews(
                                12, 4, WORDS.pad(), List.of(SequenceEnds.of(WORDS)), entities, 0.5)
                        .withMasking(
                                new RandomTokens(WORDS, 0.5), new Corruption(WORDS, 1, 0, false));
        int[] text = ids("m a n b c o p");
        int masked = 0;
        for (int i = 0; i < 100; i++) {
            Views.Batch<Tokens> batch = views.batch(1);
            batch.put(0, new Tokens(text), random);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDList arrays = batch.toArrays(manager);
                assertThat(arrays).hasSize(6);
                long[] seen = arrays.get(0).toLongArray();
                long[] labels = arrays.get(5).toLongArray();
                long[] restored = seen.clone();
                for (int at = 0; at < seen.length; at++) {
                    boolean asked = labels[at] != MaskedTokenViews.IGNORED;
                    assertThat(seen[at] == WORDS.mask()).isEqualTo(asked);
                    restored[at] = asked ? labels[at] : seen[at];
                    masked += asked ? 1 : 0;
                    // a, b and c are entities or parts of one
                    assertThat(labels[at]).isNotIn(longs("a b c"));
                }
                assertThat(Arrays.stream(restored).filter(id -> id == ids("m")[0])).hasSize(1);
            }
        }
        assertThat(masked).isBetween(100, 350); // some are drawn in entities and stay
    }

    @Test
    void theFirstSpanStandsByItself() {
        Views<Tokens> views =
                new MaskedNGramViews(
                        20,
                        List.of(SequenceEnds.of(WORDS)),
                        new NGramMasking(WORDS, 0.5),
                        new Corruption(WORDS, 1, 0, true));
        int[] text = ids("a b c d e f g h i j k l m n o p");
        int[] lengths = new int[NGramMasking.MOST + 1];
        for (int i = 0; i < 200; i++) {
            Views.Batch<Tokens> batch = views.batch(1);
            batch.put(0, new Tokens(text), random);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDList arrays = batch.toArrays(manager);
                long[] labels = arrays.get(1).toLongArray();
                assertThat(Arrays.stream(labels).filter(l -> l >= 0)).hasSize(8);
                long[] gram = arrays.get(3).toLongArray();
                int length = (int) Arrays.stream(arrays.get(4).toLongArray()).sum() - 2;
                lengths[length]++;
                assertThat(gram[0]).isEqualTo(CLS);
                assertThat(gram[length + 1]).isEqualTo(SEP);
                for (int at = 1; at <= length; at++) {
                    // Words follow the alphabet, so that a place is a word.
                    assertThat(gram[at]).isEqualTo(text[at - 1 + start(text, gram[1])]);
                    assertThat(labels).contains(gram[at]);
                }
            }
        }
        assertThat(lengths[5]).isBetween(50, 110);
        assertThat(lengths[0] + lengths[9] + lengths[10]).isLessThan(5);
    }

    private static List<Long> longs(String words) {
        return Arrays.stream(ids(words)).mapToObj(id -> (long) id).toList();
    }

    private static int start(int[] text, long first) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == first) {
                return i;
            }
        }
        throw new AssertionError(first);
    }

    @Test
    void whereNothingCanBeHiddenTheNGramIsEmpty() {
        Views<Tokens> views =
                new MaskedNGramViews(
                        4, List.of(), new NGramMasking(WORDS, 0.5), Corruption.bert(WORDS));
        Views.Batch<Tokens> batch = views.batch(1);
        batch.put(0, new Tokens(WORDS.unknown(), WORDS.unknown()), random);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays.get(3).toLongArray()).startsWith(CLS, SEP).contains(WORDS.pad());
            assertThat(Arrays.stream(arrays.get(4).toLongArray()).sum()).isEqualTo(2);
        }
    }

    private static int which(int[] entity, List<String> kind) {
        for (int i = 0; i < kind.size(); i++) {
            if (Arrays.equals(entity, ids(kind.get(i)))) {
                return i;
            }
        }
        return -1;
    }
}
