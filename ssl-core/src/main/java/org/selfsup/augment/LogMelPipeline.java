package org.selfsup.augment;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Waveform;

/**
 * A view that is a log-mel spectrogram {@code (1, mels, frames)}, a picture of one channel: a
 * waveform view, the spectrogram, then transforms of it in order.
 *
 * <p>Computed in Java, so on the loader's threads; the same as a front end within the encoder to
 * 1e-4.
 */
public final class LogMelPipeline implements WaveView {

    private final WavePipeline waveform;
    private final LogMel mel;
    private final List<SpectrogramTransform> transforms;
    private final Spectrogram spectrogram;

    /**
     * A view.
     *
     * @param waveform what comes before the spectrogram
     * @param mel which spectrogram; its transform is of a power of two of samples
     * @param transforms what happens to it
     */
    public LogMelPipeline(WavePipeline waveform, LogMel mel, SpectrogramTransform... transforms) {
        this.waveform = waveform;
        this.mel = mel;
        this.transforms = List.of(transforms);
        spectrogram = new Spectrogram(mel);
        mel.frames(waveform.segment().length());
    }

    @Override
    public Shape shape() {
        return new Shape(1, mel.mels(), mel.frames(waveform.segment().length()));
    }

    @Override
    public float[] apply(Waveform source, RandomGenerator random) {
        Ranges.require(
                source.rate() == mel.rate(),
                "The spectrogram is of sound at " + mel.rate() + " Hz",
                source.rate() + " Hz; resample the recordings");
        float[] samples = waveform.apply(source, random);
        float[] values = spectrogram.logMel(samples);
        int frames = mel.frames(samples.length);
        for (SpectrogramTransform transform : transforms) {
            transform.apply(values, frames, random);
        }
        return values;
    }
}
