package org.selfsup.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.selfsup.augment.Corruption;
import org.selfsup.augment.MaskedTokenViews;
import org.selfsup.augment.RandomTokens;
import org.selfsup.augment.SequenceEnds;
import org.selfsup.augment.TestPictures;

/**
 * What reading costs on one thread, from files the system has in memory: samples per second, and
 * megabytes of the file, or of text, per second.
 *
 * <pre>mvn -pl ssl-core test-compile exec:java -Dexec.args="Reading -f 0"</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ReadingBenchmark {

    private static final String TEXT = ToyText.generate(20_000, 1).text();

    /** What is read. */
    @Param({
        "IDX, 28 x 28",
        "CIFAR, 32 x 32",
        "JPEG, 32 x 32",
        "JPEG, 320 x 400",
        "PNG, 32 x 32",
        "PNG, 320 x 400",
        "WAV, 1 s of 16 kHz",
        "words of text",
        "characters of text",
        "graphs of 20 nodes, batches of 64",
        "masked texts of 128 tokens"
    })
    public String what = "";

    /** Counts beside the calls, per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Count {

        /** Pictures, recordings, tokens, graphs. */
        public long samples;

        /** A million bytes. */
        public double megabytes;
    }

    private interface Work {
        /** How many samples were read. */
        long read() throws IOException;
    }

    private Path folder = Path.of("");
    private Work work = () -> 0;
    private double bytes; // of one call

    /** Writes the files. */
    @Setup
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("reading");
        work = work(what);
    }

    /** Removes the files. */
    @TearDown
    public void tearDown() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Work work(String what) throws IOException {
        return switch (what) {
            case "IDX, 28 x 28" -> idx(10_000);
            case "CIFAR, 32 x 32" -> cifar(5_000);
            case "JPEG, 32 x 32" -> picture("jpg", 32, 32);
            case "JPEG, 320 x 400" -> picture("jpg", 320, 400);
            case "PNG, 32 x 32" -> picture("png", 32, 32);
            case "PNG, 320 x 400" -> picture("png", 320, 400);
            case "WAV, 1 s of 16 kHz" -> wav();
            case "words of text" -> text(WordTokenizer.of(TEXT, 1, true));
            case "characters of text" -> text(CharacterTokenizer.of(TEXT));
            case "graphs of 20 nodes, batches of 64" -> graphs();
            case "masked texts of 128 tokens" -> masked();
            default -> throw new IllegalArgumentException("Nothing is called " + what);
        };
    }

    private Work idx(int count) throws IOException {
        for (String part : List.of("train", "t10k")) {
            byte[] images = new byte[16 + count * 784];
            new SplittableRandom(1).nextBytes(images);
            ByteBuffer.wrap(images).putInt(0x803).putInt(count).putInt(28).putInt(28);
            byte[] labels = new byte[8 + count];
            ByteBuffer.wrap(labels).putInt(0x801).putInt(count);
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), images);
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels);
            bytes += images.length + labels.length;
        }
        return () -> Idx.open(folder).train().size() + (long) count;
    }

    private Work cifar(int count) throws IOException {
        int[] labels = new int[count];
        for (String name : List.of("data_batch_1.bin", "test_batch.bin")) {
            byte[] records = CifarTest.records(1, labels);
            Files.write(folder.resolve(name), records);
            bytes += records.length;
        }
        return () -> Cifar.open(folder).train().size() + (long) count;
    }

    private Work picture(String format, int height, int width) throws IOException {
        Image from = TestPictures.of(1, height, width)[0];
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(
                        x, y, from.at(y, x, 0) << 16 | from.at(y, x, 1) << 8 | from.at(y, x, 2));
            }
        }
        Path file = folder.resolve("picture." + format);
        Files.write(file, ImageFolderTest.encode(picture, format));
        bytes = Files.size(file);
        return () -> PictureFile.decode(file).height() > 0 ? 1 : 0;
    }

    private Work wav() throws IOException {
        Path file = folder.resolve("sound.wav");
        byte[] data = new byte[32_000];
        new SplittableRandom(1).nextBytes(data);
        Files.write(file, WavTest.wav(1, 1, 16_000, 16, data));
        bytes = Files.size(file);
        return () -> Wav.read(file).samples().length > 0 ? 1 : 0;
    }

    private Work text(Tokenizer tokenizer) {
        bytes = TEXT.getBytes(StandardCharsets.UTF_8).length;
        return () -> tokenizer.encode(TEXT).length;
    }

    private Work graphs() {
        SplittableRandom random = new SplittableRandom(1);
        List<Graph> graphs = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int[] ends = random.ints(25, 0, 20).toArray();
            int[] otherEnds = random.ints(25, 0, 20).toArray();
            graphs.add(Graph.undirected(8, new float[20 * 8], ends, otherEnds));
        }
        GraphBatch.Memory memory = new GraphBatch.Memory();
        return () -> {
            memory.fill(graphs);
            return graphs.size();
        };
    }

    private Work masked() {
        WordTokenizer words = WordTokenizer.of(TEXT, 1, true);
        Vocabulary vocabulary = words.vocabulary();
        int[] ids = Arrays.copyOf(words.encode(TEXT), 128);
        Views.Batch<Tokens> batch =
                new MaskedTokenViews(
                                130,
                                List.of(SequenceEnds.of(vocabulary)),
                                new RandomTokens(vocabulary, 0.15),
                                Corruption.bert(vocabulary))
                        .batch(1);
        SplittableRandom random = new SplittableRandom(1);
        Tokens sample = new Tokens(ids);
        return () -> {
            batch.put(0, sample, random);
            return 1;
        };
    }

    /** One file, text or batch. */
    @Benchmark
    public long read(Count count) throws IOException {
        long samples = work.read();
        count.samples += samples;
        count.megabytes += bytes / 1e6;
        return samples;
    }
}
