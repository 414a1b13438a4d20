package org.selfsup.examples;

import java.io.IOException;
import java.util.List;
import org.selfsup.data.Waveform;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on recordings.
 *
 * @param <T> the task
 */
abstract class WaveMethod<T extends PretextTask> extends MethodCommand<Waveform, WaveSet, T> {

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "tones",
            description = "tones or wav:PATH, a folder or tar.gz (default: ${DEFAULT-VALUE}).")
    private String data = "tones";

    @Option(
            names = "--fields",
            paramLabel = "I",
            split = ",",
            description =
                    "Parts of a file's name between underscores, from 0, that are its classes, each"
                            + " to be probed: 0,1 for digit and speaker of 7_jackson_32.wav"
                            + " (default: folders, or part 0).")
    private List<Integer> fields = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "X",
            description = "Length of a view (default: ${DEFAULT-VALUE}).")
    private double seconds = 0.5;

    @Override
    public final String data() {
        return data;
    }

    @Override
    public final WaveSet open() throws IOException {
        return WaveSet.open(data, fields, seconds);
    }

    @Override
    public final WaveSet open(RunSettings settings, String other) throws IOException {
        return WaveSet.open(other, settings.view());
    }
}
