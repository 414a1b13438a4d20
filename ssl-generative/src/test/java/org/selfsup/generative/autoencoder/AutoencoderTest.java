package org.selfsup.generative.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.VectorViews;
import org.selfsup.data.Samples;
import org.selfsup.encoder.Mlp;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.eval.PrincipalAngles;
import org.selfsup.eval.PrincipalComponents;
import org.selfsup.loss.BernoulliLikelihood;
import org.selfsup.loss.GaussianLikelihood;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

class AutoencoderTest extends PictureContract {

    private static final int N = 256;
    private static final int D = 8;
    private static final int K = 3;

    @Override
    protected PretextTask task() {
        return new Autoencoder(
                Mlp.encoder(16, 4), Mlp.decoder(SAMPLE, 16), new BernoulliLikelihood()::evaluate);
    }

    @Test
    void aLinearOneSpansThePrincipalComponents() throws IOException {
        Autoencoder linear =
                new Autoencoder(
                        Mlp.encoder(K),
                        Mlp.decoder(new Shape(D)),
                        new GaussianLikelihood()::evaluate);
        float[] cloud = cloud();
        TrainingPlan plan =
                new TrainingPlan(2500, N, new Adam(), Schedule.cosine(2e-2, 1e-6, 2500));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<float[]> pretrainer =
                        new Pretrainer<>(linear, rows(cloud), new VectorViews(D), plan, manager)) {
            pretrainer.run();
            PrincipalComponents components =
                    PrincipalComponents.of(new Features(cloud, D, null), D);
            double[] axes = new double[D * K];
            double[] decoder = new double[D * K];
            NDArray weight =
                    StateDict.parameters(linear.decoder()).get("layers.0.weight").getArray();
            for (int i = 0; i < D * K; i++) {
                axes[i] = components.axes()[i / K * D + i % K];
                decoder[i] = weight.getFloat(i / K, i % K);
            }
            assertThat(PrincipalAngles.between(axes, decoder, K).largest()).isBetween(0.0, 2.0);
            try (Autograd off = Autograd.off()) {
                NDArray x = manager.create(cloud, new Shape(N, D));
                NDArray back = linear.reconstruct(new Pass(manager, false, 0, 1), x);
                double error = back.sub(x).square().sum().getFloat();
                double variance = x.sub(x.mean(new int[] {0})).square().sum().getFloat();
                double least = 0;
                for (int j = K; j < D; j++) {
                    least += components.shares()[j] * variance;
                }
                assertThat(error / least).isCloseTo(1, within(1e-3));
            }
        }
    }

    /** Points of a normal distribution, wide along three axes, which are drawn at random. */
    private static float[] cloud() {
        Random random = new Random(1);
        double[][] axes = new double[D][D];
        for (double[] axis : axes) {
            for (int j = 0; j < D; j++) {
                axis[j] = random.nextGaussian() / Math.sqrt(D);
            }
        }
        float[] cloud = new float[N * D];
        for (int i = 0; i < N; i++) {
            for (int a = 0; a < D; a++) {
                double along = (a < K ? 3 - 0.5 * a : 0.5) * random.nextGaussian();
                for (int j = 0; j < D; j++) {
                    cloud[i * D + j] += (float) (along * axes[a][j] + (a == 0 ? 1 : 0));
                }
            }
        }
        return cloud;
    }

    private static Samples<float[]> rows(float[] cloud) {
        return new Samples<>() {
            @Override
            public int size() {
                return N;
            }

            @Override
            public float[] get(int index) {
                return Arrays.copyOfRange(cloud, index * D, (index + 1) * D);
            }
        };
    }
}
