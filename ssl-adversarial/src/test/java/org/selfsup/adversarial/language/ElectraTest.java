package org.selfsup.adversarial.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.RandomTokens;
import org.selfsup.data.Tokens;
import org.selfsup.data.Views;
import org.selfsup.encoder.StateDict;
import org.selfsup.encoder.TextTransformer;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Detection;
import org.selfsup.testing.TextTaskContract;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;

class ElectraTest extends TextTaskContract {

    @Override
    protected PretextTask task() {
        return electra();
    }

    private static Electra electra() {
        TextTransformer discriminator = encoder(0.1f);
        return new Electra(discriminator, discriminator.sharing(layers(8, 1)), Electra.WEIGHT);
    }

    @Override
    protected Views<Tokens> views() {
        return new MaskedTokenViews(
                PLACES,
                ENDS,
                new RandomTokens(VOCABULARY, 0.25),
                new Corruption(VOCABULARY, 1, 0, false));
    }

    @Test
    void embeddingsAreTrainedFromBothSides() throws IOException {
        Electra electra = electra();
        assertThat(StateDict.parameters(electra.networks()).keySet())
                .contains(
                        "encoder.token_embedding",
                        "encoder.pos_embedding",
                        "generator.transformer.embedding_projection.weight")
                .noneMatch(name -> name.startsWith("generator.transformer.token"))
                .noneMatch(name -> name.startsWith("generator.transformer.pos"))
                .noneMatch(name -> name.startsWith("generator.transformer.embedding_norm"));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            ready(electra, manager);
            Electra.Terms terms = electra.terms(new Pass(manager, true, 0, 1), batch(8, manager));
            NDList table = new NDList(array(electra, "encoder.token_embedding"));
            assertThat(size(terms.generator(), table)).isBetween(1e-6f, 1e6f);
            assertThat(size(terms.discriminator(), table)).isBetween(1e-6f, 1e6f);
        }
    }

    @Test
    void theDiscriminatorTellsTheGeneratorNothing() throws IOException {
        Electra electra = electra();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd on = Autograd.on()) {
            ready(electra, manager);
            Electra.Terms terms = electra.terms(new Pass(manager, true, 0, 1), batch(8, manager));
            NDList own = new NDList();
            StateDict.parameters(electra.networks())
                    .forEach(
                            (name, parameter) -> {
                                if (name.startsWith("generator.")) {
                                    own.add(parameter.getArray());
                                }
                            });
            assertThat(own).hasSizeGreaterThan(10);
            assertThat(size(terms.discriminator(), own)).isZero();
        }
    }

    @Test
    void onlyMaskedPlacesChangeAndRightGuessesCountAsOriginal() throws IOException {
        Electra electra = electra();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            ready(electra, manager);
            NDList batch = batch(8, manager);
            Electra.Terms terms = electra.terms(new Pass(manager, false, 0, 1), batch);
            long[] seen = batch.get(0).toLongArray();
            long[] labels = batch.get(1).toLongArray();
            long[] shown = terms.shown().toLongArray();
            boolean[] replaced = terms.replaced().toBooleanArray();
            int changed = 0;
            for (int i = 0; i < seen.length; i++) {
                if (labels[i] == MaskedTokenViews.IGNORED) {
                    assertThat(shown[i]).isEqualTo(seen[i]);
                    assertThat(replaced[i]).isFalse();
                } else {
                    assertThat(replaced[i]).isEqualTo(shown[i] != labels[i]);
                    changed++;
                }
            }
            assertThat(changed).isEqualTo(8 * 3); // a quarter of twelve words
        }
    }

    @Test
    void theLossIsTheGeneratorsAndFiftyTimesTheDiscriminators() throws IOException {
        Electra electra = electra();
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            ready(electra, manager);
            NDList batch = batch(4, manager);
            Pass pass = new Pass(manager, false, 0, 1);
            LibTorch.seed(7);
            float loss = electra.loss(pass, batch).getFloat();
            LibTorch.seed(7);
            Electra.Terms terms = electra.terms(pass, batch);
            double expected =
                    terms.generator().getFloat() + 50.0 * terms.discriminator().getFloat();
            assertThat((double) loss).isCloseTo(expected, within(1e-3));
            assertThat(pass.parts()).containsKeys("generator", "discriminator", "replaced");
        }
    }

    @Test
    void replacedTokensAreToldOnHeldOutText() throws IOException {
        Electra electra = electra();
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            train(electra, manager, 200, 5e-3);
            try (Autograd off = Autograd.off()) {
                LibTorch.seed(3);
                NDList batch = batch(100, manager);
                Electra.Terms terms = electra.terms(new Pass(manager, false, 0, 1), batch);
                assertThat(detection(terms, batch.get(2)).auc()).isBetween(0.6, 1.0);
            }
        }
    }

    private static Detection detection(Electra.Terms terms, NDArray mask) {
        boolean[] counted = mask.neq(0).toBooleanArray();
        float[] logits = terms.logits().toFloatArray();
        boolean[] replaced = terms.replaced().toBooleanArray();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < counted.length; i++) {
            if (counted[i]) {
                places.add(i);
            }
        }
        float[] scores = new float[places.size()];
        boolean[] marked = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = logits[places.get(i)];
            marked[i] = replaced[places.get(i)];
        }
        return Detection.of(scores, marked);
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        TextTransformer net = encoder(0);
        TextTransformer other = new TextTransformer(new TextTransformer.Config(9, layers(16, 2)));
        assertThatThrownBy(() -> new Electra(net, other, 50))
                .hasMessageContaining("know the same tokens, got vocabularies of 9 and ");
        assertThatThrownBy(() -> new Electra(net, net.sharing(layers(8, 1).withCausal()), 50))
                .hasMessageContaining("every place sees all, got causal ones");
        assertThatThrownBy(() -> new Electra(net, net.sharing(layers(8, 1)), Float.NaN))
                .hasMessageContaining("positive, finite weight of the discriminator, got NaN");
    }

    private static NDArray array(PretextTask task, String name) {
        Parameter parameter = StateDict.parameters(task.networks()).get(name);
        assertThat(parameter).as(name).isNotNull();
        return parameter.getArray();
    }

    /** The sum of the sizes of gradients. */
    private static float size(NDArray loss, NDList parameters) {
        float sum = 0;
        NDList gradients =
                Autograd.gradientsKeepingGraph(
                        new NDList(loss), new NDList(loss.onesLike()), parameters);
        for (NDArray gradient : gradients) {
            sum += gradient.abs().sum().getFloat();
        }
        return sum;
    }
}
