package org.selfsup.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.selfsup.augment.LogMel;
import org.selfsup.engine.TorchScript;

/**
 * Log-mel spectrograms as the first layer of an encoder: on the device, with a gradient to the
 * waveform, for any length of transform.
 */
public final class LogMelFrontEnd {

    /** The numbers are part of the text, and DJL wants a model closed or kept. */
    private static final Map<LogMel, TorchScript> SCRIPTS = new ConcurrentHashMap<>();

    private LogMelFrontEnd() {}

    /**
     * A block without parameters, (n, 1, t) to (n, 1, mels, frames): a picture of one channel. See
     * {@link Layers1d#flattenChannels} for a sequence (n, mels, frames).
     *
     * @param mel which spectrogram
     */
    public static Block of(LogMel mel) {
        TorchScript script = SCRIPTS.computeIfAbsent(mel, LogMelFrontEnd::script);
        float[] window = mel.windowWeights();
        float[] filters = mel.filters();
        return Layers.operation(
                x -> {
                    require(mel, x);
                    NDManager manager = x.getManager();
                    try (NDArray w = array(window, new Shape(mel.fft()), manager);
                            NDArray f =
                                    array(filters, new Shape(mel.bins(), mel.mels()), manager)) {
                        return script.apply("log_mel", x, w, f);
                    }
                },
                shape ->
                        new Shape(
                                shape.get(0),
                                1,
                                mel.mels(),
                                mel.frames(Math.toIntExact(shape.get(2)))));
    }

    private static TorchScript script(LogMel mel) {
        return new TorchScript(
                """
                def log_mel(self, x: Tensor, window: Tensor, filters: Tensor) -> Tensor:
                  z = torch.stft(torch.squeeze(x, 1), %d, %d, %d, window, True, "reflect", False, True, True)
                  power = torch.sum(torch.square(torch.view_as_real(z)), [-1])
                  mel = torch.matmul(torch.transpose(filters, 0, 1), power)
                  return torch.unsqueeze(torch.log(torch.add(mel, %s)), 1)
                """
                        .formatted(mel.fft(), mel.hop(), mel.fft(), LogMel.FLOOR));
    }

    private static NDArray array(float[] values, Shape shape, NDManager manager) {
        return Initialization.array(values, shape, DataType.FLOAT32, manager);
    }

    private static void require(LogMel mel, NDArray x) {
        Shape shape = Layers.floats(x).getShape();
        if (shape.dimension() != 3 || shape.get(1) != 1 || shape.get(2) <= mel.fft() / 2) {
            throw new IllegalArgumentException(
                    "This spectrogram takes waveforms (n, 1, t) of more than "
                            + mel.fft() / 2
                            + " samples, got "
                            + shape);
        }
    }
}
