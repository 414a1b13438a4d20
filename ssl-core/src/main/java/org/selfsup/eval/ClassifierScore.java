package org.selfsup.eval;

import java.util.Arrays;

/**
 * What a classifier thinks of generated samples: is each of a clear class, and are there all
 * classes?
 *
 * <pre>{@code value = exp( E_x KL( p(y|x) || p(y) ) ),   p(y) = E_x p(y|x)   (section 4) }</pre>
 *
 * <p>From 1, where all samples look alike to the classifier, to the number of classes. With the
 * Inception network as its classifier it is known as the inception score; only figures of the same
 * classifier can be compared. It sees neither whether samples of a class differ nor whether they
 * were learnt by heart: read it beside a {@link FrechetDistance}.
 *
 * <p>Differs from the paper: p(y) is of all samples at once, not of a tenth of them at a time.
 *
 * <p>Salimans et al. 2016, <a href="https://arxiv.org/abs/1606.03498">Improved techniques for
 * training GANs</a>.
 *
 * @param value the score
 * @param shares of the samples said to be of each class, {@code (k)}
 */
public record ClassifierScore(double value, double[] shares) {

    /**
     * Scores samples.
     *
     * @param logits of a classifier, {@code (n, k)}
     */
    public static ClassifierScore of(Features logits) {
        int n = logits.size();
        int k = logits.dimension();
        double[] shares = new double[k];
        double[] marginal = new double[k];
        double negativeEntropy = 0; // the mean of sum_y p log p
        for (int i = 0; i < n; i++) {
            double[] p = softmax(logits, i);
            for (int y = 0; y < k; y++) {
                marginal[y] += p[y] / n;
                negativeEntropy += xLogX(p[y]) / n;
            }
            shares[Classification.largest(logits, i)] += 1.0 / n;
        }
        double marginalEntropy = -Arrays.stream(marginal).map(ClassifierScore::xLogX).sum();
        return new ClassifierScore(Math.exp(negativeEntropy + marginalEntropy), shares);
    }

    /**
     * How many classes appear.
     *
     * @param least share of the samples that a class needs to count, 0 to 1
     */
    public int modes(double least) {
        return (int) Arrays.stream(shares).filter(share -> share > 0 && share >= least).count();
    }

    private static double[] softmax(Features logits, int row) {
        int k = logits.dimension();
        double largest = logits.values()[row * k + Classification.largest(logits, row)];
        double[] p = new double[k];
        double sum = 0;
        for (int y = 0; y < k; y++) {
            p[y] = Math.exp(logits.values()[row * k + y] - largest);
            sum += p[y];
        }
        for (int y = 0; y < k; y++) {
            p[y] /= sum;
        }
        return p;
    }

    private static double xLogX(double x) {
        return x == 0 ? 0 : x * Math.log(x);
    }
}
