package org.selfsup.examples;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;
import org.selfsup.eval.Features;

/**
 * How often each of some tokens occurs in a text: what can be told without order and without
 * learning.
 *
 * @param column of each token by its number, -1 for those not counted
 * @param counted how many are
 */
record TokenCounts(int[] column, int counted) {

    /**
     * Counts the tokens that occur most often.
     *
     * @param samples where they are counted to choose them
     * @param vocabulary how many tokens there are
     * @param most how many to choose at most
     */
    static TokenCounts ofMostFrequent(Samples<Tokens> samples, int vocabulary, int most)
            throws IOException {
        long[] times = new long[vocabulary];
        for (int i = 0; i < samples.size(); i++) {
            Tokens tokens = samples.get(i);
            for (int at = 0; at < tokens.length(); at++) {
                times[tokens.at(at)]++;
            }
        }
        int[] chosen =
                IntStream.range(0, vocabulary)
                        .filter(token -> times[token] > 0)
                        .boxed()
                        .sorted(Comparator.comparingLong(token -> -times[token]))
                        .limit(most)
                        .mapToInt(Integer::intValue)
                        .toArray();
        int[] column = new int[vocabulary];
        Arrays.fill(column, -1);
        for (int i = 0; i < chosen.length; i++) {
            column[chosen[i]] = i;
        }
        return new TokenCounts(column, chosen.length);
    }

    /** Of every sample. */
    Features of(Samples<Tokens> samples) throws IOException {
        float[] counts = new float[Math.multiplyExact(samples.size(), counted)];
        for (int i = 0; i < samples.size(); i++) {
            Tokens tokens = samples.get(i);
            for (int at = 0; at < tokens.length(); at++) {
                int of = column[tokens.at(at)];
                if (of >= 0) {
                    counts[i * counted + of]++;
                }
            }
        }
        return new Features(counts, counted, samples.labels().orElse(null));
    }
}
