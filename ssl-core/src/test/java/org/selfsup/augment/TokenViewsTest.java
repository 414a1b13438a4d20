package org.selfsup.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.CharacterTokenizer;
import org.selfsup.data.Corpus;
import org.selfsup.data.DataSet;
import org.selfsup.data.Loader;
import org.selfsup.data.Tokenizer;
import org.selfsup.data.Tokens;
import org.selfsup.data.ToyText;
import org.selfsup.data.Views;
import org.selfsup.data.Vocabulary;
import org.selfsup.data.WordTokenizer;

class TokenViewsTest {

    private static final Corpus CORPUS = ToyText.generate(200, 1);
    private static final CharacterTokenizer CHARACTERS = CharacterTokenizer.of(CORPUS.text());
    private static final WordTokenizer WORDS = WordTokenizer.of(CORPUS.text(), 1, false);

    private final SplittableRandom random = new SplittableRandom(5);
    private final TokenSequence sequence = new TokenSequence();

    @Test
    void targetsAreInputsOneTokenLater() {
        Views.Batch<Tokens> batch = new NextTokenViews(4).batch(2);
        batch.put(0, new Tokens(new int[] {9, 1, 2, 3, 4, 5}, 1, 5), random);
        batch.put(1, new Tokens(6, 7, 8, 9, 10), random);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            assertThat(arrays.get(0).toLongArray()).containsExactly(1, 2, 3, 4, 6, 7, 8, 9);
            assertThat(arrays.get(1).toLongArray()).containsExactly(2, 3, 4, 5, 7, 8, 9, 10);
            assertThat(arrays.get(1).getShape()).isEqualTo(new Shape(2, 4));
        }
    }

    static List<Views<Tokens>> views() {
        Vocabulary vocabulary = WORDS.vocabulary();
        SequenceEnds ends = SequenceEnds.of(vocabulary);
        List<TokenTransform> view =
                List.of(
                        new ContiguousSpan(0.5, 1),
                        new TokenDropout(0.2),
                        new TokenShuffle(3),
                        ends);
        return List.of(
                new NextTokenViews(23),
                new TokenViews(26, vocabulary.pad(), List.of(view, view)),
                masked(new RandomTokens(vocabulary, 0.15), Corruption.bert(vocabulary)),
                masked(new RandomSpans(WORDS), Corruption.spanBert(vocabulary)));
    }

    private static MaskedTokenViews masked(TokenMasking masking, Corruption corruption) {
        return new MaskedTokenViews(
                26, List.of(SequenceEnds.of(WORDS.vocabulary())), masking, corruption);
    }

    @ParameterizedTest
    @MethodSource("views")
    void batchesDoNotDependOnThreads(Views<Tokens> views) throws IOException {
        DataSet<Tokens> set = CORPUS.windows(WORDS, 24, 5, 0.2);
        try (Loader<Tokens> one = new Loader<>(set.train(), views, 32, 3, 1);
                Loader<Tokens> many = new Loader<>(set.train(), views, 32, 3, 4);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            for (int step = 0; step < 5; step++) {
                try (Loader.Filled<Tokens> a = one.take();
                        Loader.Filled<Tokens> b = many.take()) {
                    NDList expected = a.toArrays(manager);
                    NDList arrays = b.toArrays(manager);
                    for (int i = 0; i < arrays.size(); i++) {
                        assertThat(arrays.get(i).getDataType()).isEqualTo(DataType.INT64);
                        assertThat(arrays.get(i).toLongArray())
                                .containsExactly(expected.get(i).toLongArray());
                    }
                    expected.close();
                    arrays.close();
                }
            }
        }
    }

    static List<TokenMasking> maskings() {
        return List.of(
                new RandomTokens(CHARACTERS.vocabulary(), 0.15),
                new RandomSpans(CHARACTERS),
                new RandomSpans(CHARACTERS, 0.5, 0.2, 10),
                new EntitySpans(
                        CHARACTERS.vocabulary(),
                        new Phrases(List.of(CHARACTERS.encode("the"), CHARACTERS.encode("every"))),
                        0.15),
                new WholeWords(CHARACTERS, 0.15));
    }

    @ParameterizedTest
    @MethodSource("maskings")
    void spansAreApartSpareSpecialTokensAndKeepTheRate(TokenMasking masking) {
        SequenceEnds ends = SequenceEnds.of(CHARACTERS.vocabulary());
        for (int length : new int[] {1, 2, 7, 60, 300}) {
            for (int i = 0; i < 20; i++) {
                sequence.set(new Tokens(CHARACTERS.encode(CORPUS.text()), 31 * i, length));
                ends.apply(sequence, random);
                int[] spans = masking.draw(sequence, random);
                boolean[] drawn = new boolean[length + 2];
                for (int s = 0; s < spans.length; s += 2) {
                    assertThat(spans[s]).isBetween(1, spans[s + 1] - 1);
                    for (int at = spans[s]; at < spans[s + 1]; at++) {
                        assertThat(drawn[at]).isFalse();
                        drawn[at] = true;
                    }
                }
                assertThat(drawn[0] || drawn[length + 1]).isFalse();
                assertCount(masking, count(drawn), length);
            }
        }
    }

    private static void assertCount(TokenMasking masking, int count, int length) {
        if (masking instanceof WholeWords) {
            if (length >= 60) { // the words are up to ten characters long
                assertThat(count).isBetween(1, (int) Math.rint(0.15 * length));
            }
            return;
        }
        double rate = masking instanceof RandomSpans spans ? spans.rate() : 0.15;
        assertThat(count).isEqualTo(Math.max(1, (int) Math.rint(rate * length)));
    }

    private static int count(boolean[] drawn) {
        int count = 0;
        for (boolean is : drawn) {
            count += is ? 1 : 0;
        }
        return count;
    }

    @Test
    void wholeWordsAreMaskedFromEndToEnd() {
        int[] tokens = CHARACTERS.encode(CORPUS.text().substring(0, 400));
        for (int i = 0; i < 50; i++) {
            sequence.set(new Tokens(tokens));
            int[] spans = new WholeWords(CHARACTERS, 0.15).draw(sequence, random);
            assertThat(spans).isNotEmpty();
            for (int s = 0; s < spans.length; s += 2) {
                int from = spans[s];
                int to = spans[s + 1];
                assertThat(from == 0 || !CHARACTERS.continuesWord(tokens[from - 1], tokens[from]))
                        .isTrue();
                assertThat(to == 400 || !CHARACTERS.continuesWord(tokens[to - 1], tokens[to]))
                        .isTrue();
            }
        }
    }

    @Test
    void spanLengthsAreGeometric() {
        int[] tokens = Arrays.copyOf(WORDS.encode(CORPUS.text()), 8_000);
        int[] count = new int[11];
        int all = 0;
        for (int i = 0; i < 100; i++) { // 1 % of many, so that spans hardly ever meet
            sequence.set(new Tokens(tokens));
            int[] spans = new RandomSpans(WORDS, 0.01, 0.2, 10).draw(sequence, random);
            for (int s = 0; s < spans.length - 2; s += 2) { // the last may have been cut
                count[spans[s + 1] - spans[s]]++;
                all++;
            }
        }
        double total = 1 - Math.pow(0.8, 10);
        for (int l = 1; l <= 10; l++) {
            double p = 0.2 * Math.pow(0.8, l - 1) / total;
            double sigma = Math.sqrt(p * (1 - p) / all);
            // Leaving the last out and meeting others favour short spans a little.
            assertThat((double) count[l] / all).isCloseTo(p, within(4 * sigma + 0.03 * p + 0.002));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eightyTenTen(boolean together) {
        Vocabulary vocabulary = WORDS.vocabulary();
        Corruption corruption = new Corruption(vocabulary, 0.8, 0.1, together);
        MaskedTokenViews views =
                new MaskedTokenViews(
                        400, List.of(), new RandomTokens(vocabulary, 0.15), corruption);
        int[] tokens = WORDS.encode(CORPUS.text());
        int n = 200;
        Views.Batch<Tokens> batch = views.batch(n);
        for (int i = 0; i < n; i++) {
            batch.put(i, new Tokens(tokens, 10 * i, 400), random);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList arrays = batch.toArrays(manager);
            long[] input = arrays.get(0).toLongArray();
            long[] labels = arrays.get(1).toLongArray();
            int masked = 0;
            int kept = 0;
            int asked = 0;
            int[] atPlace = new int[400];
            for (int i = 0; i < input.length; i++) {
                long original = tokens[10 * (i / 400) + i % 400];
                if (labels[i] == MaskedTokenViews.IGNORED) {
                    assertThat(input[i]).isEqualTo(original);
                    continue;
                }
                assertThat(labels[i]).isEqualTo(original);
                asked++;
                atPlace[i % 400]++;
                masked += input[i] == vocabulary.mask() ? 1 : 0;
                kept += input[i] == original ? 1 : 0;
                assertThat(input[i] == vocabulary.mask() || !vocabulary.isSpecial((int) input[i]))
                        .isTrue();
            }
            assertThat(asked).isEqualTo(n * 60); // 12,000, exactly
            // Four standard deviations of binomial counts.
            assertThat(masked).isBetween(9_600 - 176, 9_600 + 176);
            assertThat(kept).isBetween(1_200 - 132, 1_200 + 150); // some replaced by themselves
            assertThat(Arrays.stream(atPlace).max().orElseThrow()).isLessThan(56); // mean 30
            assertThat(arrays.get(2).toLongArray()).containsOnly(1);
        }
    }

    @Test
    void aSpanHasOneFateWhereItIsToHave() {
        Vocabulary vocabulary = WORDS.vocabulary();
        int[] tokens = new int[10];
        Arrays.fill(tokens, 7);
        int whole = 0;
        for (int i = 0; i < 1_000; i++) {
            sequence.set(new Tokens(tokens));
            Corruption.spanBert(vocabulary)
                    .apply(sequence, new int[] {2, 9}, vocabulary.regular(), random);
            int masks =
                    (int)
                            Arrays.stream(sequence.toArray())
                                    .filter(token -> token == vocabulary.mask())
                                    .count();
            assertThat(masks).isIn(0, 7);
            whole += masks == 7 ? 1 : 0;
        }
        assertThat(whole).isBetween(750, 850);
    }

    @Test
    void entitiesAreMaskedBeforeSingleTokens() {
        int[] tokens = WORDS.encode("the a every some many the near with behind that is are");
        Phrases names =
                new Phrases(
                        List.of(
                                WORDS.encode("every some many"),
                                WORDS.encode("every"),
                                WORDS.encode("near with")));
        sequence.set(new Tokens(tokens));
        assertThat(names.find(sequence)).containsExactly(2, 5, 6, 8);
        for (int i = 0; i < 20; i++) {
            int[] spans = new EntitySpans(WORDS.vocabulary(), names, 0.5).draw(sequence, random);
            assertThat(Arrays.copyOf(spans, 4))
                    .satisfiesAnyOf(
                            s -> assertThat(s).containsExactly(2, 5, 6, 8),
                            s -> assertThat(s).containsExactly(6, 8, 2, 5));
            assertThat(spans).hasSize(6);
        }
    }

    @Test
    void shufflesMoveNoTokenTooFar() {
        int[] counting = IntStream.range(0, 50).toArray();
        boolean moved = false;
        for (int distance : new int[] {1, 3, 10}) {
            for (int i = 0; i < 100; i++) {
                sequence.set(new Tokens(counting));
                new TokenShuffle(distance).apply(sequence, random);
                int[] after = sequence.toArray();
                assertThat(after).containsExactlyInAnyOrder(counting);
                for (int at = 0; at < 50; at++) {
                    assertThat(Math.abs(after[at] - at)).isLessThanOrEqualTo(distance);
                    moved |= Math.abs(after[at] - at) == distance;
                }
            }
        }
        assertThat(moved).isTrue();
        assertThat(counting).containsExactly(IntStream.range(0, 50).toArray()); // the sample
    }

    @Test
    void dropoutKeepsOrderAndItsShare() {
        int[] counting = IntStream.range(0, 1_000).toArray();
        int kept = 0;
        for (int i = 0; i < 20; i++) {
            sequence.set(new Tokens(counting));
            new TokenDropout(0.3).apply(sequence, random);
            assertThat(sequence.toArray()).isSorted().doesNotHaveDuplicates();
            kept += sequence.length();
        }
        assertThat(kept).isBetween(14_000 - 260, 14_000 + 260); // four standard deviations
        sequence.set(new Tokens(counting));
        new TokenDropout(1).apply(sequence, random);
        assertThat(sequence.length()).isEqualTo(1);
    }

    @Test
    void contiguousSpansAreContiguous() {
        int[] counting = IntStream.range(0, 100).toArray();
        for (int i = 0; i < 200; i++) {
            sequence.set(new Tokens(counting));
            new ContiguousSpan(0.1, 0.5).apply(sequence, random);
            int[] span = sequence.toArray();
            assertThat(span.length).isBetween(10, 50);
            assertThat(span)
                    .containsExactly(IntStream.range(span[0], span[0] + span.length).toArray());
        }
    }

    @Test
    void shorterViewsArePadded() {
        SequenceEnds ends = new SequenceEnds(2, 3);
        Views.Batch<Tokens> batch =
                new TokenViews(6, 0, List.of(List.of(ends), List.of())).batch(1);
        batch.put(0, new Tokens(7, 8), random);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            List<long[]> arrays =
                    batch.toArrays(manager).stream().map(NDArray::toLongArray).toList();
            assertThat(arrays.get(0)).containsExactly(2, 7, 8, 3, 0, 0);
            assertThat(arrays.get(1)).containsExactly(1, 1, 1, 1, 0, 0);
            assertThat(arrays.get(2)).containsExactly(7, 8, 0, 0, 0, 0);
            assertThat(arrays.get(3)).containsExactly(1, 1, 0, 0, 0, 0);
        }
    }

    @Test
    void onlySpecialTokensLeaveNothingToPredict() {
        Tokenizer tokenizer = WORDS;
        sequence.set(new Tokens(0, 2, 3));
        assertThat(new RandomTokens(tokenizer.vocabulary(), 0.15).draw(sequence, random)).isEmpty();
        assertThat(new RandomSpans(tokenizer).draw(sequence, random)).isEmpty();
        assertThat(new WholeWords(tokenizer, 0.15).draw(sequence, random)).isEmpty();
    }

    @Test
    void badParametersAreRefused() {
        Vocabulary vocabulary = WORDS.vocabulary();
        refused(() -> new NextTokenViews(0), "at least one token, got 0");
        refused(
                () -> new NextTokenViews(4).batch(1).put(0, new Tokens(1, 2, 3, 4), random),
                "a sample has 5, got 4");
        refused(
                () ->
                        new TokenViews(3, 0, List.of(List.of()))
                                .batch(1)
                                .put(0, new Tokens(1, 2, 3, 4), random),
                "room for 3 tokens");
        refused(() -> new TokenViews(3, 0, List.of()), "at least one view");
        refused(() -> new TokenDropout(1.5), "from 0 to 1, got 1.5");
        refused(() -> new TokenShuffle(0), "at least 1, got 0");
        refused(() -> new ContiguousSpan(0, 1), "above 0, in order and at most 1");
        refused(() -> new RandomTokens(vocabulary, 0), "above 0 and below 1, got 0.0");
        refused(() -> new RandomSpans(WORDS, 0.15, 1, 10), "above 0 and below 1, got 1.0");
        refused(() -> new RandomSpans(WORDS, 0.15, 0.2, 0), "at least one word, got 0");
        refused(() -> new Corruption(vocabulary, 0.8, 0.3, false), "at most 1 in all");
        refused(() -> new Phrases(List.of(new int[0])), "at least one token");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
