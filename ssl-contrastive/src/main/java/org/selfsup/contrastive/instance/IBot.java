package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.MaskedVisionTokens;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.VisionTokens;
import org.selfsup.encoder.VisionTransformer;
import org.selfsup.encoder.VisionTransformer.Pooling;
import org.selfsup.loss.DinoLoss;
import org.selfsup.loss.IBotPatchLoss;
import org.selfsup.train.Buffer;
import org.selfsup.train.Frozen;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * iBOT: DINO, and in the same pass the student fills in what the teacher makes of masked patches.
 *
 * <pre>{@code
 * L_MIM = - sum_i m_i P_t^patch(u_i) . log P_s^patch(u^_i)      (eq. 2, mean over the masked i)
 * L_CLS = - P_t^cls(v) . log P_s^cls(u^),   of two different views
 * L = L_CLS + L_MIM,   both averaged over the two ways round    (section 3)
 * }</pre>
 *
 * <p>Input: two global crops {@code (n, c, h, w)}; any number of local ones, which may be smaller;
 * then for each global crop two arrays of patch numbers, {@code (n, v)} that stay visible and
 * {@code (n, m)} that are masked. So is what {@link org.selfsup.augment.MaskedViews} makes with two
 * {@link org.selfsup.augment.BlockPatches}. The head is shared by class token and patches, {@code
 * (n, 1 + t, d) -> (n, 1 + t, k)}. Trained: encoder, head, mask token. The teacher follows encoder
 * and head and sees global crops only, unmasked; class tokens and patches have a centre each.
 * Temperatures, momentum and the frozen last layer are as in {@link Dino}.
 *
 * <p>Differs from the paper: every global crop is masked, by the same share; there half of them
 * are, by 10 % to 50 %.
 *
 * <p>Use it where patches shall mean something, too: dense tasks, retrieval of parts. It costs more
 * than DINO by the head's pass over all patches. It collapses as DINO does.
 *
 * <p>Zhou et al. 2022, <a href="https://arxiv.org/abs/2111.07832">iBOT: image BERT pre-training
 * with online tokenizer</a>.
 */
public final class IBot implements PretextTask {

    private static final int GLOBALS = 2;
    private static final int MASKS = 4; // arrays of patch numbers

    private final Networks networks;
    private final Block head;
    private final Block headAtFirst;
    private final MaskedVisionTokens masked;
    private final MomentumEncoder teacher;
    private final Buffer center;
    private final Buffer patchCenter;
    private final Dino.Config config;
    private final Schedule momentum;

    /**
     * Puts the parts together.
     *
     * @param encoder with a class token
     * @param head {@code (..., d) -> (..., k)}, without BatchNorm, whose last block stays as it is
     *     at first; see {@link org.selfsup.encoder.Heads#dino}
     * @param config as DINO's; the paper has 8192 prototypes
     * @param momentum of the teacher, as DINO's
     * @throws IllegalArgumentException if the encoder has no class token
     */
    public IBot(VisionTransformer encoder, Sequence head, Dino.Config config, Schedule momentum) {
        encoder.requirePooling("iBOT", Pooling.CLASS_TOKEN);
        this.head = head;
        this.config = config;
        this.momentum = momentum;
        masked = new MaskedVisionTokens(encoder);
        networks =
                new Networks().add("encoder", encoder).beside("masked", masked).add("head", head);
        headAtFirst = new Frozen(head, Dino.last(head));
        teacher =
                new MomentumEncoder(
                        new Sequence().add("encoder", new VisionTokens(encoder)).add("head", head));
        center = new Buffer(config.prototypes());
        patchCenter = new Buffer(config.prototypes());
        networks.beside("teacher", teacher)
                .beside("center", center)
                .beside("patch_center", patchCenter);
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList batch) {
        Block head = pass.step() < config.frozen() ? headAtFirst : this.head;
        int crops = batch.size() - MASKS;
        DinoLoss loss = config.loss(pass.step());
        IBotPatchLoss patchLoss =
                new IBotPatchLoss(
                        loss.teacherTemperature(),
                        loss.studentTemperature(),
                        loss.centerMomentum());
        NDList features = new NDList(); // class tokens, (n, d)
        NDList student = new NDList(); // of class tokens, (n, k)
        NDList sorted = new NDList();
        NDList sortedPatches = new NDList(); // (n, t, k)
        NDList patchLosses = new NDList();
        for (int i = 0; i < GLOBALS; i++) {
            NDArray t = pass.forward(teacher, batch.get(i)); // (n, 1 + t, k), no gradient
            sorted.add(Tokens.first(t));
            sortedPatches.add(Tokens.patches(t));
            NDArray hidden = batch.get(crops + 2 * i + 1);
            NDArray mask = MaskedVisionTokens.mask(hidden, t.size(1) - 1); // (n, t)
            NDArray tokens = pass.forward(masked, new NDList(batch.get(i), mask)).head();
            NDArray s = pass.forward(head, tokens); // (n, 1 + t, k)
            features.add(Tokens.first(tokens));
            student.add(Tokens.first(s));
            patchLosses.add(
                    patchLoss.evaluate(
                            Tokens.patches(s), sortedPatches.get(i), mask, patchCenter.value()));
        }
        for (int i = GLOBALS; i < crops; i++) {
            student.add(pass.forward(head, pass.forward(encoder(), batch.get(i))));
        }
        NDArray ofClass = loss.evaluate(student, sorted, center.value());
        NDArray ofPatches = NDArrays.stack(patchLosses).mean();
        pass.report("class", ofClass);
        pass.report("patches", ofPatches);
        pass.watch(features.get(0), features.get(1));
        pass.watchPrototypes(loss.targets(sorted, center.value()));
        pass.afterStep(
                () -> {
                    center.set(loss.nextCenter(sorted, center.value()));
                    NDArray all = NDArrays.concat(sortedPatches); // (2 n, t, k)
                    patchCenter.set(patchLoss.nextCenter(all, patchCenter.value()));
                });
        return ofClass.add(ofPatches);
    }

    @Override
    public void afterStep(Pass pass) {
        teacher.update(momentum.at(pass.step()));
    }
}
