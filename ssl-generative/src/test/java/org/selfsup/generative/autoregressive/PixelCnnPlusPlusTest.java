package org.selfsup.generative.autoregressive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.Normalize;
import org.selfsup.engine.Autograd;

class PixelCnnPlusPlusTest extends PixelModelContract {

    private static final List<Float> HALVES = List.of(0.5f, 0.5f, 0.5f);
    private static final PixelCnnPlusPlus.Config SMALL =
            new PixelCnnPlusPlus.Config(2, 1, 6, 3, 0.1f);

    @Override
    protected PixelModel model(Shape sample, PixelDistribution pixels) {
        return new PixelCnnPlusPlus(sample, SMALL);
    }

    @Override
    protected PixelDistribution pixels() {
        return new LogisticMixturePixels(3);
    }

    @Override
    protected ImageTransform transform() {
        return new Normalize(HALVES, HALVES);
    }

    @Override
    protected int side() {
        return 8;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void drawsAreAsFrequentAsTheLikelihoodSays(int channels) {
        int k = 2;
        LogisticMixturePixels pixels = new LogisticMixturePixels(k);
        try (PixelRun run = new PixelRun();
                Autograd off = Autograd.off()) {
            int n = 40_000;
            int size = pixels.parameters(channels);
            float[] parameters = run.normal(size).toFloatArray();
            int scales = k * (1 + channels);
            Arrays.fill(parameters, scales, scales + k * channels, -5f); // few values occur
            NDArray many =
                    run.manager
                            .create(parameters, new Shape(1, size, 1, 1))
                            .broadcast(n, size, 1, 1);
            NDArray noise =
                    run.manager.randomUniform(0, 1, new Shape(n, pixels.noises(channels), 1, 1));
            NDArray x = pixels.draw(many, noise); // (n, c, 1, 1)
            float[] values = x.toFloatArray();
            float[] likelihood = pixels.logLikelihood(many, x).toFloatArray();
            Map<List<Float>, Integer> counts = new HashMap<>();
            Map<List<Float>, Double> expected = new HashMap<>();
            for (int i = 0; i < n; i++) {
                List<Float> pixel = new ArrayList<>();
                for (int c = 0; c < channels; c++) {
                    pixel.add(values[i * channels + c]);
                }
                counts.merge(pixel, 1, Integer::sum);
                expected.put(pixel, Math.exp(likelihood[i]));
            }
            assertThat(expected.values().stream().mapToDouble(Double::doubleValue).sum())
                    .isBetween(0.97, 1.0001);
            counts.forEach(
                    (pixel, count) ->
                            assertThat((double) count / n)
                                    .isCloseTo(expected.get(pixel), within(0.012)));
        }
    }

    @Test
    void sizesThatDoNotHalveAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PixelCnnPlusPlus(new Shape(1, 31, 30), SMALL))
                .withMessageContaining("divide by 2");
    }
}
