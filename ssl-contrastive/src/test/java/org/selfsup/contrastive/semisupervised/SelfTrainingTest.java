package org.selfsup.contrastive.semisupervised;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Subset;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.DistillationLoss;
import org.selfsup.train.Adam;
import org.selfsup.train.Classifier;
import org.selfsup.train.Schedule;
import org.selfsup.train.StepReport;
import org.selfsup.train.TrainingPlan;

class SelfTrainingTest {

    private final Samples<Image> samples = Shapes.generate(96, 8, 1).train();
    private final Views<Image> views = SimClrAugmentation.CIFAR10.evaluationViews();

    @Test
    void theTeacherLearnsTheLabelsAndTheStudentTheTeacher() throws IOException {
        List<StepReport> reports = new ArrayList<>();
        SelfTraining<Image> training =
                new SelfTraining<>(
                                samples,
                                views,
                                new SelfTraining.Config(
                                        plan(60, 16), plan(80, 32), new DistillationLoss(1)))
                        .listen(reports::add);
        Subset<Image> labelled = Subset.stratified(samples, 0.2, 0);
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            Classifier teacher = training.fineTune(ConvNet.of(8, 16, 32), labelled, manager);
            assertThat(last(reports, "accuracy")).isBetween(0.7f, 1f);
            Map<String, float[]> before = values(teacher.classifier());
            Distillation taught = training.distil(teacher, ConvNet.of(8, 16), manager);
            assertThat(reports).hasSize(140);
            assertThat(last(reports, "agreement")).isBetween(0.4f, 1f);
            values(teacher.classifier())
                    .forEach((name, v) -> assertThat(v).as(name).isEqualTo(before.get(name)));
            assertThat(StateDict.parameters(taught.networks()))
                    .containsKeys("teacher.network.encoder.conv1.weight", "head.weight");
        }
    }

    private static TrainingPlan plan(int steps, int batch) {
        return new TrainingPlan(steps, batch, new Adam(), Schedule.constant(3e-3));
    }

    /** The mean over the last ten steps. */
    private static float last(List<StepReport> reports, String part) {
        return (float)
                reports.subList(reports.size() - 10, reports.size()).stream()
                        .mapToDouble(report -> report.parts().get(part))
                        .average()
                        .orElseThrow();
    }

    private static Map<String, float[]> values(Block block) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Map.Entry<String, Parameter> named : StateDict.parameters(block).entrySet()) {
            values.put(named.getKey(), named.getValue().getArray().toFloatArray());
        }
        return values;
    }
}
