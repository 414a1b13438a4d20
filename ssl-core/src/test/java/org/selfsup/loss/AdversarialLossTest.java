package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.engine.Numbers;
import org.selfsup.testing.GoldenCase;

class AdversarialLossTest extends LossTest {

    /** Donahue et al. and ALI (derived), golden group adversarial. */
    @ParameterizedTest
    @ValueSource(strings = {"bigan.a", "bigan.b_single"})
    void biGanAgreesWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(BiGanLoss.class, "adversarial", name)) {
            NDArray x = golden.get("x");
            NDArray z = golden.get("z");
            NDArray code = linear(golden, x, "We", "be");
            NDArray picture = linear(golden, z, "Wg", "bg").tanh();
            BiGanLoss loss = new BiGanLoss();
            NDArray fixedReal = discriminate(golden, x, code.stopGradient());
            NDArray fixedFake = discriminate(golden, picture.stopGradient(), z);
            golden.check("logits_real", fixedReal);
            golden.check("logits_fake", fixedFake);
            NDArray discriminator = loss.discriminator(fixedReal, fixedFake);
            golden.check("loss_d", discriminator);
            golden.checkGradients(discriminator, "grad_d_");
            NDArray other =
                    loss.encoderGenerator(
                            discriminate(golden, x, code), discriminate(golden, picture, z));
            golden.check("loss_ge", other);
            golden.checkGradients(other, "grad_ge_");
        }
    }

    private static NDArray discriminate(GoldenCase golden, NDArray x, NDArray z) {
        NDArray h = Activation.leakyRelu(linear(golden, x.concat(z, 1), "W1", "b1"), 0.2f);
        return linear(golden, h, "w2", "b2").reshape(-1);
    }

    private static NDArray linear(GoldenCase golden, NDArray x, String w, String b) {
        return x.matMul(golden.get(w).transpose()).add(golden.get(b));
    }

    /** lucidrains' electra-pytorch with given masks and samples, golden group adversarial. */
    @ParameterizedTest
    @ValueSource(strings = {"electra.a", "electra.b_one"})
    void electraAgreesWithTheReference(String name) {
        try (GoldenCase golden = new GoldenCase(MaskedTokenLoss.class, "adversarial", name)) {
            NDArray tokens = golden.longs("tokens");
            NDArray corrupted = golden.longs("corrupted");
            golden.checkLongs("labels", tokens.neq(corrupted).toType(DataType.INT64, false));
            NDArray masked =
                    new MaskedTokenLoss()
                            .evaluate(golden.get("generator_logits"), tokens, golden.longs("mask"));
            NDArray replaced =
                    new ReplacedTokenLoss()
                            .evaluate(
                                    golden.get("discriminator_logits"),
                                    tokens,
                                    corrupted,
                                    tokens.neq(0));
            golden.check("mlm", masked);
            golden.of(ReplacedTokenLoss.class).check("disc", replaced);
            golden.checkLoss(masked.add(Numbers.times(replaced, 50)));
        }
    }

    /** A torch.autograd.Function (derived), golden group adversarial. */
    @ParameterizedTest
    @CsvSource({"gradient_reversal.a, 1", "gradient_reversal.b, 0.3"})
    void reversalAgreesWithTheReference(String name, float weight) {
        try (GoldenCase golden = new GoldenCase(GradientReversal.class, "adversarial", name)) {
            NDArray y = new GradientReversal(weight).evaluate(golden.get("x"));
            golden.check("y", y);
            golden.checkGradients(y.mul(golden.get("cotangent")).sum(), "grad_");
        }
    }

    /** Ganin et al. (derived), golden group adversarial. */
    @Test
    void scheduleAgreesWithTheReference() {
        try (GoldenCase golden =
                new GoldenCase(
                        GradientReversal.class, "adversarial", "gradient_reversal.schedule")) {
            float[] progress = golden.get("p").toFloatArray();
            float[] weights = new float[progress.length];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = GradientReversal.at(progress[i], 10).weight();
            }
            golden.check("lambda", golden.manager().create(weights));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 3", "2, 5, 4", "4, 3, 7"})
    void areThePapersFormulas(int n, int t, int words) {
        double[][] logits = random(n * t, words, 1);
        double[] scores = random(1, n * t, 2)[0];
        long[] tokens = new long[n * t];
        long[] corrupted = new long[n * t];
        double[] mask = new double[n * t];
        double masked = 0;
        double replaced = 0;
        int count = 0;
        for (int i = 0; i < n * t; i++) {
            tokens[i] = (2L * i) % words;
            mask[i] = i % 3 == 0 ? 1 : 0;
            corrupted[i] = i % 3 == 0 ? (3L * i + 1) % words : tokens[i];
            if (mask[i] > 0) {
                masked -= Math.log(softmax(logits[i])[(int) tokens[i]]);
                count++;
            }
            replaced += softplus(scores[i]) - (tokens[i] == corrupted[i] ? 0 : scores[i]);
        }
        NDArray original = longs(tokens).reshape(n, t);
        assertValue(
                new MaskedTokenLoss()
                        .evaluate(
                                array(logits).reshape(n, t, words),
                                original,
                                vector(mask).reshape(n, t)),
                masked / count);
        assertValue(
                new ReplacedTokenLoss()
                        .evaluate(
                                vector(scores).reshape(n, t),
                                original,
                                longs(corrupted).reshape(n, t),
                                ones(n, t)),
                replaced / (n * t));
        double flipped = 0;
        for (double score : scores) {
            flipped -= Math.log(1 - sigmoid(score)) / scores.length;
        }
        double other = -Math.log(sigmoid(scores[0]));
        assertValue(
                new BiGanLoss().encoderGenerator(vector(scores), vector(scores[0])),
                flipped + other);
    }

    @Test
    void positionsThatDoNotCountDoNotMatter() {
        NDArray logits = array(random(4, 3)).reshape(2, 2, 3);
        NDArray tokens = longs(0, 1, 2, 0).reshape(2, 2);
        NDArray mask = longs(1, 0, 1, 0).reshape(2, 2);
        assertSame(
                new MaskedTokenLoss().evaluate(logits, longs(0, 2, 2, 1).reshape(2, 2), mask),
                new MaskedTokenLoss().evaluate(logits, tokens, mask));
        NDArray scores = array(random(2, 2));
        assertSame(
                new ReplacedTokenLoss()
                        .evaluate(scores.add(vector(0, 5)), tokens, tokens.mul(2), mask),
                new ReplacedTokenLoss().evaluate(scores, tokens, tokens.mul(2), mask));
    }

    @Test
    void whatIsKnownToBeReplacedCostsTheSame() {
        NDArray scores = array(random(2, 2));
        NDArray tokens = longs(0, 1, 2, 0).reshape(2, 2);
        NDArray counted = longs(1, 1, 0, 1).reshape(2, 2);
        ReplacedTokenLoss loss = new ReplacedTokenLoss();
        assertSame(
                loss.evaluate(scores, longs(0, 1, -100, 0).reshape(2, 2), counted),
                loss.evaluate(scores, tokens, longs(0, 3, 5, 0).reshape(2, 2), counted));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray tokens = longs(0, 1).reshape(1, 2);
        NDArray logits = array(new double[] {1e4, -1e4}, new double[] {1e4, -1e4});
        NDArray none = tokens.mul(0);
        MaskedTokenLoss masked = new MaskedTokenLoss();
        assertFinite(l -> masked.evaluate(l, tokens, tokens), logits.reshape(1, 2, 2));
        assertFinite(l -> masked.evaluate(l, tokens, none), logits.reshape(1, 2, 2));
        assertValue(masked.evaluate(logits.reshape(1, 2, 2), tokens, none), 0);
        ReplacedTokenLoss replaced = new ReplacedTokenLoss();
        assertFinite(l -> replaced.evaluate(l, tokens, none, tokens), logits.get("0:1"));
        assertValue(replaced.evaluate(logits.get("0:1"), tokens, none, none), 0);
        assertFinite(l -> new BiGanLoss().encoderGenerator(l, l), logits);
        assertFinite(l -> new GradientReversal(3).evaluate(l), logits);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertRefused(
                () -> new MaskedTokenLoss().evaluate(ones(2, 3), longs(1), longs(1)),
                "logits (n, t, words), tokens (n, t) and a mask (n, t), got (2, 3) and (1) and (1)");
        assertRefused(
                () -> new ReplacedTokenLoss().evaluate(ones(2, 3), ones(2, 3), ones(2, 3), ones(2)),
                "4 arrays (n, ...) of the same shape");
        assertRefused(() -> new BiGanLoss().discriminator(ones(0), ones(1)), "at least one logit");
        assertRefused(() -> new GradientReversal(-1), "finite weight of at least 0.0");
        assertRefused(() -> GradientReversal.at(1.5, 10), "progress from 0.0 to 1.0, got 1.5");
    }
}
