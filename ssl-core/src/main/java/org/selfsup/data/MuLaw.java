package org.selfsup.data;

/**
 * Samples in [-1, 1] as mu + 1 codes, finer where they are quiet.
 *
 * <pre>{@code
 * y = sign(x) ln(1 + mu |x|) / ln(1 + mu),   code = floor((y + 1) / 2 * mu + 1/2)
 * }</pre>
 *
 * <p>Every code decodes to the middle of its range of y, so {@code encode(decode(q)) = q}. As in
 * van den Oord et al. 2016, <a href="https://arxiv.org/abs/1609.03499">WaveNet</a>, section 2.2.
 *
 * @param mu the largest code, 1 to 65,535
 */
public record MuLaw(int mu) {

    /** The paper's 256 codes. */
    public static final MuLaw WAVENET = new MuLaw(255);

    /** Checks the range. */
    public MuLaw {
        if (mu < 1 || mu > 65_535) {
            throw new IllegalArgumentException("Mu is from 1 to 65,535, got " + mu);
        }
    }

    /**
     * The value y of a sample, in [-1, 1].
     *
     * @param x a sample; what lies beyond [-1, 1] counts as the nearest end
     */
    public double compress(double x) {
        double size = Math.min(Math.abs(x), 1);
        return Math.copySign(StrictMath.log1p(mu * size) / StrictMath.log1p(mu), x);
    }

    /**
     * The code of a sample, 0 to mu.
     *
     * @param x a sample; what lies beyond [-1, 1] counts as the nearest end
     */
    public int encode(double x) {
        if (Double.isNaN(x)) {
            throw new IllegalArgumentException("Mu-law takes numbers, got NaN");
        }
        return (int) Math.floor((compress(x) + 1) / 2 * mu + 0.5);
    }

    /** The codes of samples. */
    public int[] encode(float[] samples) {
        int[] codes = new int[samples.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = encode(samples[i]);
        }
        return codes;
    }

    /**
     * The sample of a code, in [-1, 1].
     *
     * @param code 0 to mu
     */
    public float decode(int code) {
        if (code < 0 || code > mu) {
            throw new IllegalArgumentException(
                    "The codes of mu-law are 0 to " + mu + ", got " + code);
        }
        double y = 2.0 * code / mu - 1;
        double size = StrictMath.expm1(Math.abs(y) * StrictMath.log1p(mu)) / mu;
        return (float) Math.copySign(size, y);
    }

    /** The samples of codes. */
    public float[] decode(int[] codes) {
        float[] samples = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            samples[i] = decode(codes[i]);
        }
        return samples;
    }
}
