package org.selfsup.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageFeatureExtractorFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;

// snippet: service
/** POST a JPEG or PNG to /embed, get its features as a JSON array. */
final class EmbeddingService {

    private EmbeddingService() {}

    /** Starts a server of a directory that EncoderModel wrote; stop it to end. */
    static HttpServer start(Path directory, int port) throws IOException, ModelException {
        Criteria<Image, float[]> criteria =
                Criteria.builder()
                        .setTypes(Image.class, float[].class)
                        .optModelPath(directory)
                        .optDevice(Device.cpu())
                        .optTranslatorFactory(new ImageFeatureExtractorFactory())
                        .optArgument("resize", "true")
                        .optArgument("width", "32") // "size" in config.json
                        .optArgument("height", "32")
                        .optArgument("normalize", "0.49,0.48,0.45,0.25,0.24,0.26") // "mean", "std"
                        .build();
        ZooModel<Image, float[]> model = criteria.loadModel(); // once, for all threads
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/embed", exchange -> answer(exchange, model));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, ZooModel<Image, float[]> model)
            throws IOException {
        try (exchange) {
            int status = 200;
            String text;
            // A predictor serves one thread; making one takes no copy of the weights.
            try (Predictor<Image, float[]> predictor = model.newPredictor()) {
                Image picture =
                        ImageFactory.getInstance().fromInputStream(exchange.getRequestBody());
                text = Arrays.toString(predictor.predict(picture));
            } catch (IOException | TranslateException e) {
                status = 400;
                text = "Not a JPEG or PNG that can be read";
            }
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
// end
