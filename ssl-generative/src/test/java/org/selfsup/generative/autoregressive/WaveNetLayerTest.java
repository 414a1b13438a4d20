package org.selfsup.generative.autoregressive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.selfsup.encoder.StateDict;
import org.selfsup.testing.GoldenCase;

/** A layer agrees with the paper's equation 2 and figure 4, golden group generative. */
class WaveNetLayerTest {

    @ParameterizedTest
    @CsvSource({"a, 3, 2, 2", "b_dilation_beyond_length, 1, 1, 8"})
    void isThePapersEquation(String name, int width, int skips, int dilation) {
        try (GoldenCase golden =
                        new GoldenCase(WaveNetLayer.class, "generative", "wavenet_block." + name);
                PixelRun run = new PixelRun()) {
            NDArray x = golden.get("x");
            WaveNetLayer layer =
                    run.ready(new WaveNetLayer(width, skips, dilation, false, false), x.getShape());
            put(layer, "dilated.weight", golden.get("wf").concat(golden.get("wg")));
            put(layer, "dilated.bias", golden.get("bf").concat(golden.get("bg")));
            put(layer, "residual.weight", golden.get("wr"));
            put(layer, "residual.bias", golden.get("br"));
            put(layer, "skip.weight", golden.get("ws"));
            put(layer, "skip.bias", golden.get("bs"));
            NDList both =
                    layer.forward(new ParameterStore(golden.manager(), false), new NDList(x), true);
            golden.check("out", both.get(0));
            golden.check("skip", both.get(1));
            NDArray out = both.get(0).mul(golden.get("cotangent_out")).sum();
            golden.checkGradients(
                    out.add(both.get(1).mul(golden.get("cotangent_skip")).sum()), "grad_");
        }
    }

    private static void put(Block layer, String name, NDArray value) {
        Parameter parameter = Objects.requireNonNull(StateDict.parameters(layer).get(name));
        parameter.close();
        parameter.setShape(null);
        parameter.setArray(value);
    }
}
