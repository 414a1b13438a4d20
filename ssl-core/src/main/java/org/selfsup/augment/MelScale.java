package org.selfsup.augment;

/** Two conventions for a bank of filters whose widths grow as the ear's do. */
public enum MelScale {

    /**
     * {@code m = 2595 log10(1 + f / 700)}, every triangle of height 1: HTK, and torchaudio where
     * nothing is said.
     */
    HTK {
        @Override
        double mel(double hertz) {
            return 2595 * StrictMath.log10(1 + hertz / 700);
        }

        @Override
        double hertz(double mel) {
            return 700 * (StrictMath.pow(10, mel / 2595) - 1);
        }

        @Override
        double height(double width) {
            return 1;
        }
    },

    /**
     * Linear up to 1000 Hz, then logarithmic, every triangle of area 1 in Hz: Slaney's Auditory
     * Toolbox, and librosa where nothing is said.
     */
    SLANEY {
        private static final double HERTZ_PER_MEL = 200.0 / 3;
        private static final double BEND = 1000 / HERTZ_PER_MEL; // in mel
        private static final double STEP = StrictMath.log(6.4) / 27; // of log f above it

        @Override
        double mel(double hertz) {
            return hertz < 1000
                    ? hertz / HERTZ_PER_MEL
                    : BEND + StrictMath.log(hertz / 1000) / STEP;
        }

        @Override
        double hertz(double mel) {
            return mel < BEND ? mel * HERTZ_PER_MEL : 1000 * StrictMath.exp((mel - BEND) * STEP);
        }

        @Override
        double height(double width) {
            return 2 / width;
        }
    };

    abstract double mel(double hertz);

    abstract double hertz(double mel);

    /** Of a triangle so many Hz wide. */
    abstract double height(double width);
}
