package org.selfsup.examples;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.selfsup.data.DataSet;
import org.selfsup.data.Samples;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.generative.autoencoder.CodeGrid;
import org.selfsup.generative.autoencoder.CodeGridViews;
import org.selfsup.generative.autoencoder.CodeGrids;
import org.selfsup.generative.autoencoder.VqVae;

/**
 * The grids of codes that a VQ-VAE's run gives to its pictures.
 *
 * @param run its directory
 * @param pictures what it learnt from
 * @param codes of these
 * @param grid their size
 * @param levels how many codes there are
 */
record CodeSet(
        Path run, PictureSet pictures, DataSet<CodeGrid> codes, CodeGridViews grid, int levels)
        implements TrainingData<CodeGrid> {

    private static final int BATCH = 256;

    /**
     * Codes the pictures of a run.
     *
     * @throws IOException if it is no run of VQ-VAE, or its pictures are not there
     */
    static CodeSet open(Path run) throws IOException {
        try (NDManager manager = LibTorch.newManager(Device.cpu())) {
            FinishedRun<PictureSet, ?> finished = FinishedRun.ofPictures(run, manager);
            VqVae vae = vqVae(run, finished);
            PictureSet pictures = finished.data();
            DataSet<CodeGrid> codes =
                    CodeGrids.of(pictures.data(), pictures.evaluationViews(), vae::codes, manager);
            CodeGrid first = codes.train().get(0);
            CodeGridViews grid = new CodeGridViews(first.rows(), first.columns());
            return new CodeSet(run, pictures, codes, grid, vae.codebookSize());
        }
    }

    /** The task of a run, which must be a VQ-VAE. */
    static VqVae vqVae(Path run, FinishedRun<PictureSet, ?> finished) throws IOException {
        if (finished.task() instanceof VqVae vae) {
            return vae;
        }
        throw new IOException(
                run
                        + " holds a run of "
                        + finished.settings().method()
                        + ", expected one of vqvae");
    }

    @Override
    public Samples<CodeGrid> train() {
        return codes.train();
    }

    @Override
    public String description() {
        return codes.description();
    }

    @Override
    public String fingerprint() {
        return codes.fingerprint();
    }

    @Override
    public String unit() {
        return "grids";
    }

    @Override
    public Map<String, Object> view() {
        return Map.of();
    }

    @Override
    public CodeGridViews evaluationViews() {
        return grid;
    }

    @Override
    public Map<String, Features> embed(Block encoder, Device device) throws IOException {
        Map<String, Features> splits = new LinkedHashMap<>();
        splits.put("train", features(encoder, codes.train(), device));
        splits.put("test", features(encoder, codes.test(), device));
        return splits;
    }

    private Features features(Block encoder, Samples<CodeGrid> samples, Device device)
            throws IOException {
        return Features.extract(
                encoder, samples, evaluationViews(), BATCH, device, RunSettings.loaderThreads());
    }

    /** A model of codes is judged by its likelihood and its pictures. */
    @Override
    public Optional<Evaluation> evaluate(
            Block trained, Block untrained, long seed, int most, Device device) {
        return Optional.empty();
    }

    @Override
    public String samplesEnd() {
        return pictures.samplesEnd();
    }

    @Override
    public void writeSamples(NDArray made, Path file) throws IOException {
        pictures.writeSamples(made, file);
    }
}
