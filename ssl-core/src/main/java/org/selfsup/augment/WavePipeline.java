package org.selfsup.augment;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import org.selfsup.data.Waveform;

/**
 * A view that is a waveform {@code (1, t)}: a segment, then transforms in order.
 *
 * @param segment which part of the recording
 * @param transforms what happens to it
 */
public record WavePipeline(Segment segment, List<WaveTransform> transforms) implements WaveView {

    /** Copies the list. */
    public WavePipeline {
        transforms = List.copyOf(transforms);
    }

    /** A segment followed by transforms. */
    public WavePipeline(Segment segment, WaveTransform... transforms) {
        this(segment, List.of(transforms));
    }

    @Override
    public Shape shape() {
        return new Shape(1, segment.length());
    }

    @Override
    public float[] apply(Waveform source, RandomGenerator random) {
        float[] samples = segment.apply(source, random);
        for (WaveTransform transform : transforms) {
            transform.apply(samples, random);
        }
        return samples;
    }
}
