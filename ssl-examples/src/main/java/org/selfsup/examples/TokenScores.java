package org.selfsup.examples;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How well held-out tokens were told, beside what their frequencies tell. */
final class TokenScores {

    private static final String ACCURACY = "_accuracy";

    private final TokenFrequencies frequencies;
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private double frequencyNats;
    private long likeliest;
    private long tokens;

    TokenScores(TokenFrequencies frequencies) {
        this.frequencies = frequencies;
    }

    /**
     * Takes in a batch.
     *
     * @param told the tokens that were to be told; negative numbers do not count
     * @param means over them, by name: accuracies, and others in nats
     */
    void add(long[] told, Map<String, Float> means) {
        int best = frequencies.likeliest();
        int count = 0;
        for (long token : told) {
            if (token >= 0) {
                frequencyNats += frequencies.nats((int) token);
                likeliest += token == best ? 1 : 0;
                count++;
            }
        }
        tokens += count;
        for (Map.Entry<String, Float> mean : means.entrySet()) {
            sums.merge(mean.getKey(), (double) count * mean.getValue(), Double::sum);
        }
    }

    /**
     * The means over all tokens.
     *
     * @param main the mean in nats that is the likelihood
     */
    Map<String, Object> figures(String main) {
        double nats = sums.getOrDefault(main, Double.NaN) / tokens;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("nll_nats", nats);
        figures.put("bits_per_token", nats / Math.log(2));
        figures.put("perplexity", Math.exp(nats));
        sums.forEach(
                (name, sum) -> {
                    if (!name.equals(main)) {
                        figures.put(name.endsWith(ACCURACY) ? name : name + "_nats", sum / tokens);
                    }
                });
        figures.put("unigram_nats", frequencyNats / tokens);
        figures.put("unigram_accuracy", (double) likeliest / tokens);
        return figures;
    }

    /**
     * Of tokens and how many of them were told right.
     *
     * @param accuracy its name among the figures
     */
    static String sentence(String what, String accuracy, Map<String, ?> figures) {
        return figures.get("nll_nats") instanceof Double nats
                        && figures.get(accuracy) instanceof Double right
                        && figures.get("unigram_nats") instanceof Double counted
                        && figures.get("unigram_accuracy") instanceof Double likeliest
                ? String.format(
                        Locale.ROOT,
                        "%s: %.3f nats, %.1f %% told; by how often tokens occur %.3f nats, %.1f"
                                + " %%.",
                        what,
                        nats,
                        100 * right,
                        counted,
                        100 * likeliest)
                : "";
    }
}
