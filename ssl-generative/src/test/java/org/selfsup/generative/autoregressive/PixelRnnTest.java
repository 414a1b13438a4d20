package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Nested;

class PixelRnnTest {

    private static final PixelRnn.Config SMALL = new PixelRnn.Config(6, 2, 12);

    @Nested
    class Rows extends BinaryModelContract {

        @Override
        protected PixelModel model(Shape sample, PixelDistribution pixels) {
            return new PixelRnn(sample, pixels, PixelRnn.Kind.ROW, SMALL);
        }

        /** The row above is seen a few places to the right only. */
        @Override
        protected boolean isBlind(int row, int column) {
            return row == 3 && column > 7;
        }
    }

    @Nested
    class Diagonals extends BinaryModelContract {

        @Override
        protected PixelModel model(Shape sample, PixelDistribution pixels) {
            return new PixelRnn(sample, pixels, PixelRnn.Kind.DIAGONAL, SMALL);
        }

        /** No place of the right map knows the last pixel of its own row. */
        @Override
        protected boolean isBlind(int row, int column) {
            return row == 3 && column == 8;
        }
    }
}
