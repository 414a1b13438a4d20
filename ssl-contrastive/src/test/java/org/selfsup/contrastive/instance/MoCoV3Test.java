package org.selfsup.contrastive.instance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.selfsup.data.Image;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.loss.MoCoV3Loss;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;

class MoCoV3Test extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return task(Schedule.cosine(0.9, 1, 60));
    }

    private static PretextTask task(Schedule momentum) {
        return new MoCoV3(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                Heads.mlp(Heads.Norm.HIDDEN, 16, 8),
                new MoCoV3Loss(0.2f),
                momentum);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void theKeysNetworksFollowAsTheScheduleSays(double momentum) throws IOException {
        PretextTask task = task(Schedule.constant(momentum));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, samples(), views(), plan(2), manager)) {
            Map<String, Parameter> parameters = StateDict.parameters(task.networks());
            float[] before = weight(parameters, "encoder.");
            assertThat(weight(parameters, "target.encoder.")).isEqualTo(before);
            pretrainer.run();
            float[] after = weight(parameters, "encoder.");
            assertThat(after).isNotEqualTo(before);
            assertThat(weight(parameters, "target.encoder."))
                    .isEqualTo(momentum == 0 ? after : before);
            assertThat(parameters.keySet()).noneMatch(name -> name.startsWith("target.predictor"));
        }
    }

    private static float[] weight(Map<String, Parameter> parameters, String prefix) {
        String name =
                parameters.keySet().stream()
                        .filter(n -> n.startsWith(prefix) && n.endsWith("weight"))
                        .findFirst()
                        .orElseThrow();
        return parameters.get(name).getArray().toFloatArray();
    }
}
