package org.selfsup.examples;

import java.io.IOException;
import java.util.Arrays;
import org.selfsup.augment.WavePipeline;
import org.selfsup.data.MuLaw;
import org.selfsup.data.Randomness;
import org.selfsup.data.Samples;
import org.selfsup.data.Waveform;

/**
 * What counting tells of the mu-law codes of recordings, in bits a step.
 *
 * @param unigram if a code is as likely as it is frequent
 * @param order1 if it is as likely as it is frequent after the code before
 */
record CodeBaselines(double unigram, double order1) {

    private static final int CODES = MuLaw.WAVENET.mu() + 1;

    /**
     * Counts in some recordings and measures in others.
     *
     * @param train to count in
     * @param test to measure in
     * @param view of a recording, without randomness
     * @throws IOException if one cannot be read
     */
    static CodeBaselines of(Samples<Waveform> train, Samples<Waveform> test, WavePipeline view)
            throws IOException {
        double[] once = new double[CODES];
        double[][] after = new double[CODES][CODES];
        double[] before = new double[CODES];
        Arrays.fill(once, 1);
        double all = CODES;
        for (int i = 0; i < train.size(); i++) {
            int[] codes = codes(train, i, view);
            for (int t = 0; t < codes.length; t++) {
                once[codes[t]]++;
                all++;
                if (t > 0) {
                    after[codes[t - 1]][codes[t]]++;
                    before[codes[t - 1]]++;
                }
            }
        }
        double unigram = 0;
        double order1 = 0;
        long steps = 0;
        for (int i = 0; i < test.size(); i++) {
            int[] codes = codes(test, i, view);
            for (int t = 0; t < codes.length; t++) {
                double p = once[codes[t]] / all;
                // A row starts from one count, shared as all codes are.
                double given =
                        t == 0
                                ? p
                                : (after[codes[t - 1]][codes[t]] + p) / (before[codes[t - 1]] + 1);
                unigram -= Math.log(p) / Math.log(2);
                order1 -= Math.log(given) / Math.log(2);
                steps++;
            }
        }
        return new CodeBaselines(unigram / steps, order1 / steps);
    }

    private static int[] codes(Samples<Waveform> samples, int index, WavePipeline view)
            throws IOException {
        return MuLaw.WAVENET.encode(view.apply(samples.get(index), Randomness.at(0, index)));
    }
}
