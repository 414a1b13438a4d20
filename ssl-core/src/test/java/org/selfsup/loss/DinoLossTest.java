package org.selfsup.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.testing.GoldenCase;

class DinoLossTest extends LossTest {

    /** lightly's DINOLoss, golden group contrastive_losses. */
    @ParameterizedTest
    @CsvSource({"dino.a, 0.04, 0.1, 0.9", "dino.b_batch2, 0.07, 0.2, 0.99"})
    void agreesWithTheReference(String name, float teacher, float student, float momentum) {
        try (GoldenCase golden = new GoldenCase(DinoLoss.class, "contrastive_losses", name)) {
            DinoLoss loss = new DinoLoss(teacher, student, momentum);
            NDList outputs = SwavLossTest.crops(golden.get("teacher"));
            NDArray center = golden.get("center");
            golden.check("center_after", loss.nextCenter(outputs, center));
            golden.checkLoss(
                    loss.evaluate(SwavLossTest.crops(golden.get("student")), outputs, center));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "5, 4", "16, 7"})
    void isThePapersFormula(int n, int k) {
        double[][][] student = {random(n, k, 1), random(n, k, 2), random(n, k, 3)};
        double[][][] teacher = {random(n, k, 4), random(n, k, 5)};
        double[] center = random(1, k, 6)[0];
        double mean = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int s = 0; s < n && i != j; s++) {
                    mean += crossEntropy(teacher[i][s], student[j][s], center) / (4 * n);
                }
            }
        }
        NDArray loss =
                new DinoLoss(0.5f, 0.8f, 0.9f)
                        .evaluate(
                                new NDList(array(student[0]), array(student[1]), array(student[2])),
                                new NDList(array(teacher[0]), array(teacher[1])),
                                vector(center));
        assertValue(loss, mean);
    }

    private static double crossEntropy(double[] teacher, double[] student, double[] center) {
        double[] t = new double[center.length];
        double[] s = new double[center.length];
        for (int c = 0; c < center.length; c++) {
            t[c] = (teacher[c] - center[c]) / 0.5;
            s[c] = student[c] / 0.8f;
        }
        double sum = 0;
        for (int c = 0; c < center.length; c++) {
            sum -= softmax(t)[c] * Math.log(softmax(s)[c]);
        }
        return sum;
    }

    @Test
    void onlyMaskedPatchesCount() {
        double[][] student = random(6, 3, 1);
        double[][] teacher = random(6, 3, 2);
        double[] center = random(1, 3, 3)[0];
        double first =
                (crossEntropy(teacher[0], student[0], center)
                                + crossEntropy(teacher[2], student[2], center))
                        / 2;
        NDArray mask = array(new double[] {1, 0, 1}, new double[] {0, 0, 0});
        NDArray loss =
                new IBotPatchLoss(0.5f, 0.8f, 0.9f)
                        .evaluate(
                                array(student).reshape(2, 3, 3),
                                array(teacher).reshape(2, 3, 3),
                                mask.gt(0),
                                vector(center));
        assertValue(loss, first / 2);
    }

    @Test
    void maskingEveryPatchIsTheMeanOverPatches() {
        NDArray student = array(random(6, 3, 1));
        NDArray teacher = array(random(6, 3, 2));
        NDArray center = vector(0.1, 0.2, -0.3);
        assertSame(
                new IBotPatchLoss(0.5f, 0.8f, 0.9f)
                        .evaluate(
                                student.reshape(2, 3, 3),
                                teacher.reshape(2, 3, 3),
                                ones(2, 3),
                                center),
                new DinoLoss(0.5f, 0.8f, 0.9f)
                        .evaluate(new NDList(teacher, student), new NDList(teacher), center));
        assertSame(
                new IBotPatchLoss(1, 1, 0.6f).nextCenter(teacher.reshape(2, 3, 3), center),
                new DinoLoss(1, 1, 0.6f).nextCenter(new NDList(teacher), center));
    }

    @Test
    void aShiftOfTheTeacherIsWhatTheCentreTakesOut() {
        NDArray a = array(random(4, 3));
        NDArray b = array(random(4, 3, 1));
        NDArray center = vector(1, 2, 3);
        DinoLoss loss = new DinoLoss(0.04f, 0.1f, 0);
        assertSame(
                loss.evaluate(new NDList(a, b), new NDList(a.add(center)), center),
                loss.evaluate(new NDList(a, b), new NDList(a), center.mul(0)));
        assertSame(loss.nextCenter(new NDList(a, a), center), a.mean(new int[] {0}));
    }

    @Test
    void staysFiniteAtExtremes() {
        NDArray teacher = array(random(2, 3)).mul(1e4);
        DinoLoss loss = new DinoLoss(1e-3f, 1e-2f, 0.9f);
        assertFinite(
                s -> loss.evaluate(new NDList(s, s), new NDList(teacher), ones(3)), teacher.neg());
        IBotPatchLoss patches = new IBotPatchLoss(1e-3f, 1e-2f, 0.9f);
        NDArray tokens = teacher.reshape(1, 2, 3);
        assertFinite(s -> patches.evaluate(s, tokens, ones(1, 2).mul(0), ones(3)), tokens);
    }

    @Test
    void refusesWhatDoesNotFit() {
        DinoLoss loss = new DinoLoss(0.04f, 0.1f, 0.9f);
        NDList one = new NDList(ones(2, 3));
        NDList two = new NDList(ones(2, 3), ones(2, 3));
        assertRefused(() -> loss.evaluate(one, one, ones(3)), "at least two views");
        assertRefused(() -> loss.evaluate(two, new NDList(), ones(3)), "0 of the teacher");
        assertRefused(() -> loss.evaluate(two, one, ones(2)), "a centre (3), got (2)");
        assertRefused(() -> loss.evaluate(two, new NDList(ones(2, 4)), ones(3)), "and (2, 4)");
        assertRefused(() -> new DinoLoss(0, 1, 1), "teacher temperature");
        assertRefused(() -> new DinoLoss(1, 1, 1.1f), "centre momentum from 0.0 to 1.0");
        IBotPatchLoss patches = new IBotPatchLoss(1, 1, 0.9f);
        assertRefused(
                () -> patches.evaluate(ones(2, 3, 4), ones(2, 3, 4), ones(2, 4), ones(4)),
                "outputs (n, t, k), a mask (n, t) and a centre (k), got (2, 3, 4) and (2, 4)");
        assertRefused(() -> new IBotPatchLoss(1, -1, 0.9f), "student temperature");
    }
}
