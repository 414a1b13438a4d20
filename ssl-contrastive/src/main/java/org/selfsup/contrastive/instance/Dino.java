package org.selfsup.contrastive.instance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.loss.DinoLoss;
import org.selfsup.train.Buffer;
import org.selfsup.train.Frozen;
import org.selfsup.train.MomentumEncoder;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Schedule;

/**
 * DINO: from every crop of a picture a student predicts how its slowly moving copy sorts the large
 * crops.
 *
 * <pre>{@code
 * min sum over global x, other x' of  H( P_t(x), P_s(x') )      (eq. 3)
 * P_t = softmax((g_t(x) - c) / tau_t),   P_s = softmax(g_s(x') / tau_s)   (eq. 1, with the centre)
 * c <- m c + (1 - m) mean g_t(x)                                (eq. 4)
 * theta_t <- lambda theta_t + (1 - lambda) theta_s,   lambda from its base to 1 along a cosine
 * }</pre>
 *
 * <p>Input: two global crops {@code (n, c, h, w)}, then any number of local ones, which may be
 * smaller; row i of all shows the same sample. The encoder gives {@code (n, d)} for both sizes, the
 * head {@code (n, k)}. Both are trained; the teacher follows them, sees the global crops only, and
 * is part of a checkpoint like the centre. For the first steps the head's last layer stays as it
 * is. After training the encoder gives the representation.
 *
 * <p>Differs from the paper: the representation is the student's, not the teacher's.
 *
 * <p>Use it with vision transformers and long trainings; on short ones contrastive methods learn
 * faster. Without the centre all samples choose one prototype, without the teacher's low
 * temperature all of them alike; health shows the first as a low {@code prototype_entropy}, the
 * second as a low {@code embedding_std}.
 *
 * <p>Caron et al. 2021, <a href="https://arxiv.org/abs/2104.14294">Emerging properties in
 * self-supervised vision transformers</a>.
 */
public final class Dino implements PretextTask {

    private static final int GLOBALS = 2;

    private final Networks networks;
    private final Block head;
    private final Frozen headAtFirst;
    private final MomentumEncoder teacher;
    private final Buffer center;
    private final Config config;
    private final Schedule momentum;

    /**
     * What the paper leaves to choose.
     *
     * @param prototypes k, that the head gives; 65536 in the paper
     * @param studentTemperature tau_s, positive; 0.1 in the paper
     * @param firstTemperature tau_t of the first step, positive; 0.04 in the paper
     * @param teacherTemperature tau_t after the warm-up, positive; 0.07 in the paper
     * @param warmUp steps in which tau_t rises; 30 epochs in the paper
     * @param centerMomentum m, share of the centre that is kept, 0 to 1; 0.9 in the paper
     * @param frozen steps in which the head's last layer does not learn; 1 epoch in the paper
     */
    public record Config(
            int prototypes,
            float studentTemperature,
            float firstTemperature,
            float teacherTemperature,
            long warmUp,
            float centerMomentum,
            long frozen) {

        /** Section 3 of the paper and its code, for epochs of 1,251 batches of 1,024. */
        public static final Config PAPER =
                new Config(65536, 0.1f, 0.04f, 0.07f, 30 * 1251, 0.9f, 1251);

        /** Checks what no part checks. */
        public Config {
            if (prototypes < 2 || warmUp < 0 || frozen < 0) {
                throw new IllegalArgumentException(
                        "DINO needs at least 2 prototypes and no negative number of steps, got "
                                + prototypes
                                + ", a warm-up of "
                                + warmUp
                                + " and "
                                + frozen
                                + " frozen");
            }
        }

        /** The loss of a step. */
        DinoLoss loss(long step) {
            double temperature =
                    Schedule.linear(firstTemperature, teacherTemperature, warmUp).at(step);
            return new DinoLoss((float) temperature, studentTemperature, centerMomentum);
        }
    }

    /**
     * Puts the parts together.
     *
     * @param encoder {@code (n, c, h, w) -> (n, d)}, of several sizes if there are local crops
     * @param head {@code (n, d) -> (n, k)}, whose last block stays as it is at first; see {@link
     *     org.selfsup.encoder.Heads#dino}
     * @param config sizes and coefficients
     * @param momentum lambda of every step; the paper's is {@link Byol#momentum} from 0.996
     */
    public Dino(Block encoder, Sequence head, Config config, Schedule momentum) {
        this.head = head;
        this.config = config;
        this.momentum = momentum;
        networks = new Networks().add("encoder", encoder).add("head", head);
        headAtFirst = new Frozen(head, last(head));
        teacher = new MomentumEncoder(networks.chain("encoder", "head"));
        center = new Buffer(config.prototypes());
        networks.beside("teacher", teacher).beside("center", center);
    }

    static Block last(Sequence head) {
        return StateDict.children(head).values().stream()
                .reduce((first, second) -> second)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "The head ends in a layer of prototypes, got none"));
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public NDArray loss(Pass pass, NDList crops) {
        Block head = pass.step() < config.frozen() ? headAtFirst : this.head;
        NDList features = new NDList();
        NDList student = new NDList();
        for (NDArray crop : crops) {
            NDArray h = pass.forward(encoder(), crop); // (n, d)
            features.add(h);
            student.add(pass.forward(head, h)); // (n, k)
        }
        NDList sorted = new NDList(); // (n, k) each, no gradient
        for (NDArray crop : crops.subNDList(0, GLOBALS)) {
            sorted.add(pass.forward(teacher, crop));
        }
        DinoLoss loss = config.loss(pass.step());
        NDArray c = center.value();
        pass.afterStep(() -> center.set(loss.nextCenter(sorted, c)));
        pass.watch(features.get(0), features.get(1));
        pass.watchPrototypes(loss.targets(sorted, c));
        return loss.evaluate(student, sorted, c);
    }

    @Override
    public void afterStep(Pass pass) {
        teacher.update(momentum.at(pass.step()));
    }
}
