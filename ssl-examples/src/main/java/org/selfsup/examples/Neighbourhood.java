package org.selfsup.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.selfsup.data.Image;
import org.selfsup.data.Labels;
import org.selfsup.data.Samples;
import org.selfsup.eval.Features;
import org.selfsup.eval.Neighbours;
import org.selfsup.eval.Split;
import org.selfsup.report.Pictures;
import org.selfsup.report.Section;

/**
 * Some test samples, of every class in turn, and those whose features are nearest, for the report.
 *
 * @param asked which test samples
 * @param nearest of each the nearest samples, the nearest first
 * @param classes of the test samples
 * @param found classes of those among which neighbours were looked for
 */
record Neighbourhood(int[] asked, int[][] nearest, Labels classes, Labels found) {

    private static final String HEADING = "Nearest neighbours";
    private static final int ASKED = 10;
    private static final int NEAREST = 5;
    private static final int LONGEST = 60;

    /** Test samples among training samples. */
    static Neighbourhood of(Split features) {
        int[] asked = asked(features.test());
        Neighbours nearest = Neighbours.of(features.test().rows(asked), features.train(), NEAREST);
        return new Neighbourhood(
                asked,
                nearest.indices(),
                features.test().knownLabels(),
                features.train().knownLabels());
    }

    /** Samples among all others. */
    static Neighbourhood within(Features all) {
        int[] asked = asked(all);
        int[][] nearest = Neighbours.of(all.rows(asked), all, NEAREST + 1).indices();
        for (int i = 0; i < asked.length; i++) {
            int self = asked[i];
            nearest[i] = Arrays.stream(nearest[i]).filter(j -> j != self).limit(NEAREST).toArray();
        }
        return new Neighbourhood(asked, nearest, all.knownLabels(), all.knownLabels());
    }

    private static int[] asked(Features test) {
        int[] of = test.knownLabels().of();
        int[] seen = new int[test.knownLabels().names().size()];
        int[] turn = new int[of.length];
        Arrays.setAll(turn, i -> seen[of[i]]++);
        return IntStream.range(0, of.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> turn[i]).thenComparingInt(i -> of[i]))
                .limit(ASKED)
                .mapToInt(i -> i)
                .toArray();
    }

    /** Each picture and those next to it. */
    Section pictures(Samples<Image> test, Samples<Image> train) throws IOException {
        List<Section.Gallery.Row> rows = new ArrayList<>();
        for (int i = 0; i < asked.length; i++) {
            List<BufferedImage> pictures = new ArrayList<>();
            pictures.add(Pictures.of(test.get(asked[i])));
            for (int j : nearest[i]) {
                pictures.add(Pictures.of(train.get(j)));
            }
            String names =
                    Arrays.stream(nearest[i])
                            .mapToObj(j -> name(found, j))
                            .collect(Collectors.joining(", "));
            rows.add(
                    new Section.Gallery.Row(
                            name(classes, asked[i]) + ", next to " + names, pictures));
        }
        return new Section.Gallery(
                HEADING,
                "First a test sample, then the training samples with the most similar features.",
                rows);
    }

    /**
     * Each sample and those next to it, in words.
     *
     * @param test what is said of test sample i
     * @param train what is said of sample i of those that may be neighbours
     */
    Section table(IntFunction<String> test, IntFunction<String> train) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < asked.length; i++) {
            String next =
                    Arrays.stream(nearest[i])
                            .mapToObj(j -> said(train.apply(j), name(found, j)))
                            .collect(Collectors.joining("; "));
            rows.add(List.of(said(test.apply(asked[i]), name(classes, asked[i])), next));
        }
        return new Section.Table(
                HEADING, List.of("test sample", "most similar features, nearest first"), rows);
    }

    private static String said(String text, String name) {
        String line = text.replaceAll("\\s+", " ").strip();
        String start = line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
        return start + " (" + name + ")";
    }

    private static String name(Labels labels, int sample) {
        return labels.names().get(labels.of()[sample]);
    }
}
