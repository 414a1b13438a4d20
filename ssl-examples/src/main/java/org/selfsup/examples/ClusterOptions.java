package org.selfsup.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.Labels;
import org.selfsup.eval.ClusterScores;
import picocli.CommandLine.Option;

/** Options and figures of the methods that cluster what they have seen, again and again. */
final class ClusterOptions {

    @Option(
            names = "--clusters",
            paramLabel = "K",
            defaultValue = "300",
            description = "Clusters (default: ${DEFAULT-VALUE}).")
    int clusters = 300;

    @Option(
            names = "--recluster",
            paramLabel = "STEPS",
            defaultValue = "100",
            description =
                    "Steps between clusterings, 0 for an epoch as in the papers (default:"
                            + " ${DEFAULT-VALUE}).")
    int every = 100;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "10",
            description = "Rounds of k-means at most (default: ${DEFAULT-VALUE}).")
    int iterations = 10;

    /**
     * How well clusters agree with classes after the first clustering and after the last, on the
     * samples that both have: more samples alone would change the score.
     *
     * @param first cluster of every training sample, -1 for none
     * @param last cluster of every training sample, -1 for none
     */
    static Map<String, Object> figures(int[] first, int[] last, PictureSet pictures) {
        @Nullable Labels labels = pictures.data().train().labels().orElse(null);
        int[] both =
                IntStream.range(0, first.length)
                        .filter(i -> first[i] >= 0 && last[i] >= 0)
                        .toArray();
        if (labels == null || both.length == 0) {
            return Map.of();
        }
        int[] classes = chosen(labels.of(), both);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put(
                "nmi_first", ClusterScores.of(chosen(first, both), classes).mutualInformation());
        figures.put("nmi_last", ClusterScores.of(chosen(last, both), classes).mutualInformation());
        figures.put("samples", both.length);
        return Map.of("clusters", figures);
    }

    private static int[] chosen(int[] values, int[] places) {
        return IntStream.of(places).map(i -> values[i]).toArray();
    }
}
