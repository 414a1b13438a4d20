package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class PixelCnnTest extends BinaryModelContract {

    @Override
    protected PixelModel model(Shape sample, PixelDistribution pixels) {
        return new PixelCnn(sample, pixels, new PixelCnn.Config(12, 2, 12));
    }

    /** The blind spot: far to the right in the row above. */
    @Override
    protected boolean isBlind(int row, int column) {
        return row == 3 && column == 8;
    }

    @Test
    void otherSamplesAreRefused() {
        try (PixelRun run = new PixelRun()) {
            PixelModel model = run.ready(model(new Shape(1, 4, 4), new BernoulliPixels()));
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    model.logLikelihood(
                                            run.pass, new NDList(run.levels(2, 2, 1, 5, 4))))
                    .withMessageContaining("(1, 4, 4)");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> model.logLikelihood(run.pass, new NDList(run.normal(2, 1, 4, 4))))
                    .withMessageContaining("0 or 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    model.logLikelihood(
                                            run.pass, run.levels(2, 2, 1, 4, 4), run.normal(2, 3)))
                    .withMessageContaining("no condition");
        }
    }
}
