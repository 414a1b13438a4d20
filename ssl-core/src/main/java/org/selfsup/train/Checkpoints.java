package org.selfsup.train;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.selfsup.encoder.Networks;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.SafeTensors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run, one safetensors file each, named by step.
 *
 * <p>A checkpoint is written aside, flushed and renamed, so a name never stands for half a file;
 * its checksum is verified before it is used. The newest two are kept: should one be damaged all
 * the same, the one before it takes its place.
 */
public final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int KEPT = 2;
    private static final String SUFFIX = ".safetensors";

    private final Path directory;

    /**
     * Checkpoints in a directory.
     *
     * @param directory made if it is not there
     * @throws IOException if it cannot be made
     */
    public Checkpoints(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /**
     * Reads the values of a task's networks from the newest whole checkpoint, to use them: no
     * optimizer is there to go on training with.
     *
     * @param networks initialised, as they were trained
     * @return how many steps they had been trained for
     * @throws IOException if there is no whole checkpoint, or it is of other networks
     */
    public long read(Networks networks) throws IOException {
        Optional<SafeTensors> newest = newest();
        if (newest.isEmpty()) {
            throw new IOException(directory + " holds no checkpoint; train the run first");
        }
        try (SafeTensors checkpoint = newest.get()) {
            for (Map.Entry<String, Parameter> named : StateDict.parameters(networks).entrySet()) {
                checkpoint.readInto(named.getKey(), named.getValue().getArray());
            }
            return Long.parseLong(checkpoint.metadata().get("step"));
        }
    }

    /** Writes a checkpoint and removes those that are no longer needed. */
    void write(long step, Map<String, NDArray> arrays, Map<String, String> metadata)
            throws IOException {
        SafeTensors.write(
                directory.resolve(String.format("step-%09d%s", step, SUFFIX)), arrays, metadata);
        List<Path> newestFirst = newestFirst();
        for (Path old :
                newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
            Files.delete(old);
        }
    }

    /**
     * The newest checkpoint that is whole, open; to be closed by the caller.
     *
     * @return empty if there is none at all
     * @throws IOException if there are checkpoints, but none is whole
     */
    Optional<SafeTensors> newest() throws IOException {
        List<Path> newestFirst = newestFirst();
        for (Path file : newestFirst) {
            try {
                SafeTensors checkpoint = SafeTensors.open(file);
                try {
                    checkpoint.verify();
                    return Optional.of(checkpoint);
                } catch (IOException e) {
                    checkpoint.close();
                    throw e;
                }
            } catch (IOException e) {
                LOG.warn("Checkpoint refused, the one before it is tried: {}", e.getMessage());
            }
        }
        if (!newestFirst.isEmpty()) {
            throw new IOException(
                    "None of the "
                            + newestFirst.size()
                            + " checkpoints in "
                            + directory
                            + " is whole; start again in another run directory");
        }
        return Optional.empty();
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    new ArrayList<>(files.filter(f -> f.toString().endsWith(SUFFIX)).toList());
            found.sort(Collections.reverseOrder());
            return found;
        }
    }
}
