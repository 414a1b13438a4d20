package org.selfsup.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.selfsup.augment.CenterCrop;
import org.selfsup.augment.ImagePipeline;
import org.selfsup.augment.ImageViews;
import org.selfsup.augment.Normalize;
import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.contrastive.instance.SimClr;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.ImageFolder;
import org.selfsup.data.PackedImages;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.EncoderModel;
import org.selfsup.encoder.Encoders;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Initialization;
import org.selfsup.encoder.Sequence;
import org.selfsup.encoder.StateDict;
import org.selfsup.engine.LibTorch;
import org.selfsup.eval.Features;
import org.selfsup.loss.NtXentLoss;
import org.selfsup.report.Pictures;
import org.selfsup.train.Adam;
import org.selfsup.train.Checkpoints;
import org.selfsup.train.PretextTask;
import org.selfsup.train.Pretrainer;
import org.selfsup.train.Schedule;
import org.selfsup.train.TrainingPlan;

/** The code of README.md and of the guides. */
class GuideSnippetsTest extends SnippetContext {

    @Test
    void readme() throws IOException {
        int steps = 1;
        // snippet: readme
        DataSet<Image> data = Shapes.standard(0); // or ImageFolder.open(folder)
        SimClrAugmentation augmentation = SimClrAugmentation.CIFAR10;
        Sequence encoder = ConvNet.standard(); // (n, 3, 32, 32) -> (n, 256)
        SimClr task =
                new SimClr(encoder, Heads.mlp(Heads.Norm.HIDDEN, 256, 128), new NtXentLoss(0.5f));
        TrainingPlan plan = new TrainingPlan(steps, 128, new Adam(), Schedule.constant(1e-3));
        try (NDManager manager = LibTorch.newManager(Device.cpu());
                Pretrainer<Image> pretrainer =
                        new Pretrainer<>(task, data.train(), augmentation.views(), plan, manager)) {
            pretrainer.listen(report -> System.out.println(report.loss())).run();
            StateDict.save(encoder, folder.resolve("encoder.safetensors"), Map.of());
        }
        // end
        assertThat(folder.resolve("encoder.safetensors")).isNotEmptyFile();
    }

    private static Path write(Samples<Image> pictures, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < pictures.size(); i++) {
            ImageIO.write(Pictures.of(pictures.get(i)), "png", folder.resolve(i + ".png").toFile());
        }
        return folder;
    }

    /** A run's folder with an encoder in it. */
    private Path run() throws IOException {
        Block encoder = ConvNet.standard();
        Initialization.initialize(encoder, 0, manager, new Shape(1, 3, 32, 32));
        StateDict.save(encoder, folder.resolve("encoder.safetensors"), Map.of());
        return folder;
    }

    @Test
    void embed() throws IOException {
        Path run = run();
        Path pictures = write(colours(), folder.resolve("pictures"));
        // snippet: embed
        DataSet<Image> data = ImageFolder.open(pictures);
        Normalize normalize =
                new Normalize(List.of(0.49f, 0.48f, 0.45f), List.of(0.25f, 0.24f, 0.26f));
        ImageViews views =
                new ImageViews(3, List.of(new ImagePipeline(new CenterCrop(32), normalize)));
        Block encoder = Encoders.create("convnet");
        Initialization.initialize(encoder, 0, manager, new Shape(1, 3, 32, 32));
        StateDict.load(encoder, run.resolve("encoder.safetensors"));
        Features features = Features.extract(encoder, data.train(), views, 256, Device.cpu(), 2);
        // end
        assertThat(features.dimension()).isEqualTo(256);
        assertThat(data.train().name(0)).endsWith(".png");
    }

    @Test
    void pretrain() throws IOException {
        Path pictures = write(Shapes.generate(300, 1, 0).train(), folder.resolve("pictures"));
        // snippet: pretrain
        DataSet<Image> data = ImageFolder.open(pictures);
        System.out.println(data.description());
        Normalize normalize = Normalize.of(data.train(), 1000);
        SimClrAugmentation augmentation = SimClrAugmentation.CIFAR10;
        // end
        assertThat(normalize.mean()).hasSize(3);
        assertThat(augmentation.views().pipelines()).hasSize(2);
    }

    @Test
    void ownMethod() throws IOException {
        Samples<Image> pictures = Shapes.generate(256, 1, 0).train();
        ImageViews views = SimClrAugmentation.CIFAR10.views();
        List<Double> losses = new ArrayList<>();
        // snippet: own method, trained
        PretextTask task =
                new AlignmentUniformity(ConvNet.standard(), Heads.mlp(Heads.Norm.HIDDEN, 256, 128));
        TrainingPlan plan = new TrainingPlan(20, 64, new Adam(), Schedule.constant(1e-3));
        try (Pretrainer<Image> pretrainer =
                new Pretrainer<>(task, pictures, views, plan, manager)) {
            pretrainer.listen(report -> losses.add(report.loss())).run();
        }
        // end
        double first = losses.subList(0, 3).stream().mapToDouble(x -> x).average().orElseThrow();
        double last = losses.subList(17, 20).stream().mapToDouble(x -> x).average().orElseThrow();
        assertThat(last).isBetween(-10.0, first - 0.1);
    }

    @Test
    void service() throws Exception {
        Path run = run();
        Path directory = folder.resolve("model");
        // snippet: service, export
        Block encoder = Encoders.create("convnet"); // "encoder" in the run's config.json
        Initialization.initialize(encoder, 0, manager, new Shape(1, 3, 32, 32));
        StateDict.load(encoder, run.resolve("encoder.safetensors"));
        EncoderModel.save(directory, encoder, "convnet", new Shape(1, 3, 32, 32));
        // end
        Samples<Image> picture = new PackedImages(new byte[32 * 32 * 3], 32, 32, 3);
        Normalize normalize =
                new Normalize(List.of(0.49f, 0.48f, 0.45f), List.of(0.25f, 0.24f, 0.26f));
        float[] expected =
                Features.extract(encoder, picture, views(3, 32, normalize), 1, Device.cpu(), 1)
                        .values();
        HttpServer server = EmbeddingService.start(directory, 0);
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", png);
            assertThat(numbers(post(server, png.toByteArray()).body()))
                    .containsExactly(expected, within(1e-4f));
            List<HttpResponse<String>> many =
                    Stream.generate(png::toByteArray)
                            .limit(16)
                            .parallel()
                            .map(bytes -> post(server, bytes))
                            .toList();
            assertThat(many).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(post(server, new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
        } finally {
            server.stop(0);
        }
    }

    private static HttpResponse<String> post(HttpServer server, byte[] body) {
        URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/embed");
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static float[] numbers(String json) {
        String[] texts = json.substring(1, json.length() - 1).split(", ", -1);
        float[] values = new float[texts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(texts[i]);
        }
        return values;
    }

    @Test
    void resume() throws IOException {
        Samples<Image> pictures = colours();
        ImageViews views = SimClrAugmentation.CIFAR10.views();
        SimClr task =
                new SimClr(
                        ConvNet.small(),
                        Heads.mlp(Heads.Norm.HIDDEN, 128, 64),
                        new NtXentLoss(0.5f));
        // snippet: resume
        try (Pretrainer<Image> pretrainer =
                new Pretrainer<>(task, pictures, views, plan, manager)) {
            pretrainer.checkpoint(new Checkpoints(folder.resolve("checkpoints")), 100);
            pretrainer.resume(); // from the newest whole checkpoint, or from the start
            pretrainer.run();
        }
        // end
        assertThat(folder.resolve("checkpoints")).isNotEmptyDirectory();
    }
}
