package org.selfsup.examples;

import java.io.IOException;
import org.selfsup.data.Samples;
import org.selfsup.data.Tokens;

/**
 * How likely each token is by how often it occurs, one added to every count.
 *
 * @param nats -log of the share of each token
 */
record TokenFrequencies(double[] nats) {

    /**
     * Counts the first token of every window.
     *
     * @param windows at every place of a text
     * @param vocabulary how many tokens there are
     */
    static TokenFrequencies of(Samples<Tokens> windows, int vocabulary) throws IOException {
        double[] counts = new double[vocabulary];
        for (int i = 0; i < windows.size(); i++) {
            counts[windows.get(i).at(0)]++;
        }
        double all = windows.size() + vocabulary;
        for (int token = 0; token < vocabulary; token++) {
            counts[token] = Math.log(all / (counts[token] + 1));
        }
        return new TokenFrequencies(counts);
    }

    /** Of a token. */
    double nats(int token) {
        return nats[token];
    }

    /** The token that occurs most often. */
    int likeliest() {
        int best = 0;
        for (int token = 1; token < nats.length; token++) {
            if (nats[token] < nats[best]) {
                best = token;
            }
        }
        return best;
    }

    /** The mean over all tokens of some windows but their first. */
    double meanNats(Samples<Tokens> windows) throws IOException {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < windows.size(); i++) {
            Tokens tokens = windows.get(i);
            for (int at = 1; at < tokens.length(); at++) {
                sum += nats(tokens.at(at));
                count++;
            }
        }
        return sum / count;
    }
}
