package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageTransform;
import org.selfsup.augment.ImageViews;
import org.selfsup.data.BlocksGraph;
import org.selfsup.data.Image;
import org.selfsup.data.NodeSet;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Silhouettes;
import org.selfsup.data.Views;
import org.selfsup.engine.LibTorch;
import org.selfsup.train.Adam;
import org.selfsup.train.Pass;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/**
 * What surrounds the code of the pages: a region from {@code // snippet} to {@code // end} is what
 * a page prints, the rest of its test gives it data and looks at what came out.
 */
abstract class SnippetContext {

    @TempDir protected Path folder;

    protected final NDManager manager = LibTorch.newManager(Device.cpu());
    protected final TrainingPlan plan = plan(4);

    @AfterEach
    void closeManager() {
        manager.close();
    }

    /** One step. */
    protected static TrainingPlan plan(int batch) {
        return new TrainingPlan(1, batch, new Adam(), Schedule.constant(1e-3)).withLoaderThreads(1);
    }

    /** To look with, not to train. */
    protected Pass pass() {
        return new Pass(manager, false, 0, 1);
    }

    /** Eight grey pictures of 28 x 28. */
    protected static Samples<Image> pictures() {
        return Silhouettes.generate(8, 1, 0).train();
    }

    /** Eight pictures of 32 x 32 in colour. */
    protected static Samples<Image> colours() {
        return Shapes.generate(8, 1, 0).train();
    }

    protected static ImageViews views(int channels, int size, ImageTransform... transforms) {
        return new ImageViews(
                channels, List.of(new ImagePipeline(new CenterCrop(size), transforms)));
    }

    /** 240 nodes in 4 blocks. */
    protected static NodeSet nodes() {
        return BlocksGraph.generate(240, 4, 8, 2, 0);
    }

    /** One step, which fails where a loss is not finite. */
    protected <S> void assertTrains(PretextTask task, Samples<S> samples, Views<S> views)
            throws Exception {
        TrainingPlan plan = plan(Math.min(4, samples.size()));
        try (Pretrainer<S> pretrainer = new Pretrainer<>(task, samples, views, plan, manager)) {
            pretrainer.run();
            assertThat(pretrainer.step()).isEqualTo(1);
        }
    }

    protected static void assertFinite(NDArray values, long... shape) {
        assertThat(values.getShape().getShape()).containsExactly(shape);
        for (float value : values.toType(DataType.FLOAT32, false).toFloatArray()) {
            assertThat(value).isFinite();
        }
    }
}
