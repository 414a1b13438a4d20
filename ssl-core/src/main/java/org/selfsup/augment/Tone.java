package org.selfsup.augment;

import java.util.random.RandomGenerator;

/** Changes of colour without parameters and without randomness; see {@link Colors}. */
public enum Tone implements ImageTransform {

    /** See {@link Colors#autocontrast}. */
    AUTOCONTRAST {
        @Override
        public void apply(PlanarImage image, RandomGenerator random) {
            Colors.autocontrast(image);
        }
    },

    /** See {@link Colors#equalize}. */
    EQUALIZE {
        @Override
        public void apply(PlanarImage image, RandomGenerator random) {
            Colors.equalize(image);
        }
    },

    /** See {@link Colors#invert}. */
    INVERT {
        @Override
        public void apply(PlanarImage image, RandomGenerator random) {
            Colors.invert(image);
        }
    }
}
