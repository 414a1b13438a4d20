package org.selfsup.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.selfsup.engine.Troubleshooting.ANOTHER_RUN;
import static org.selfsup.engine.Troubleshooting.BATCH_SIZE;
import static org.selfsup.engine.Troubleshooting.DAMAGED_FILE;
import static org.selfsup.engine.Troubleshooting.DISK_FULL;
import static org.selfsup.engine.Troubleshooting.EMPTY_DATA;
import static org.selfsup.engine.Troubleshooting.INTERRUPTED;
import static org.selfsup.engine.Troubleshooting.NOTHING_TO_PROBE;
import static org.selfsup.engine.Troubleshooting.NOT_A_NUMBER;
import static org.selfsup.engine.Troubleshooting.NO_NATIVE_LIBRARY;
import static org.selfsup.engine.Troubleshooting.OUT_OF_MEMORY;
import static org.selfsup.engine.Troubleshooting.RUN_IN_USE;
import static org.selfsup.engine.Troubleshooting.UNKNOWN_NAME;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.selfsup.data.Graph;
import org.selfsup.data.GraphSet;
import org.selfsup.data.Labels;
import org.selfsup.data.Wav;
import org.selfsup.data.Waveform;
import org.selfsup.engine.Troubleshooting;
import org.selfsup.report.RunDirectory;
import org.selfsup.testing.TroubleshootingPage;

/**
 * What can go wrong does: every fault ends in a sentence of docs/troubleshooting.md, and every
 * sentence quoted there was said. Full disks are files linked to {@code /dev/full}, which Linux
 * answers as it answers on a full disk.
 */
class FaultsTest {

    private static final TroubleshootingPage PAGE = new TroubleshootingPage();
    private static final String SMALL = " --encoder convnet_small --threads 1";
    private static final Set<Method> RAN = new HashSet<>();

    @TempDir private Path directory;

    @RegisterExtension private final Terminal terminal = new Terminal();

    @BeforeEach
    void note(TestInfo test) {
        RAN.add(test.getTestMethod().orElseThrow());
    }

    @AfterAll
    static void everySentenceOfThePageWasSaid() {
        boolean all =
                Stream.of(FaultsTest.class.getDeclaredMethods())
                        .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                        .allMatch(RAN::contains);
        if (all) { // not where only some of them run
            assertThat(PAGE.heard()).containsExactlyInAnyOrderElementsOf(PAGE.quotations());
        }
    }

    @Test
    void anUnknownNameGetsTheNearest() {
        refused(UNKNOWN_NAME, "simclr", "--stepz", "3");
        assertThat(terminal.err()).contains("Unknown option --stepz; did you mean --steps?");
        refused(UNKNOWN_NAME, "simclar");
        assertThat(terminal.err()).contains("Unknown command simclar; did you mean simclr or ");
        refused(UNKNOWN_NAME, "compare", "--methods", "simclar", "--steps", "1");
        refused(UNKNOWN_NAME, "simclr", "--optimizer", "adm");
        assertThat(terminal.err()).contains("[ADAM, ADAMW, SGD, LARS]");
    }

    @Test
    void aRunGoesOnWithItsOwnSettingsAndDataOrNotAtAll() throws IOException {
        Path pictures = pictures("pictures", "a", "b");
        String data = " --data folder:" + pictures;
        Path run = finished("run", data);
        refused(ANOTHER_RUN, line("simclr --steps 1", run));
        refused(ANOTHER_RUN, line("simclr --resume --batch 6", run));
        assertThat(terminal.err()).contains("with --batch 4, now it is 6");
        refused(ANOTHER_RUN, line("simclr --resume --temperature 0.1", run));
        refused(ANOTHER_RUN, line("byol --resume", run));

        unfinish(run);
        Path other = finished("other", data + " --seed 1");
        Path own = Files.move(run.resolve("checkpoints"), directory.resolve("own"));
        Files.move(other.resolve("checkpoints"), run.resolve("checkpoints"));
        refused(ANOTHER_RUN, line("simclr --resume", run));
        assertThat(terminal.err()).contains("its seed is 1, this run's is 0");
        Files.move(run.resolve("checkpoints"), other.resolve("checkpoints"));
        Files.move(own, run.resolve("checkpoints"));

        Path moved = Files.move(pictures.resolve("a/0.png"), directory.resolve("0.png"));
        refused(ANOTHER_RUN, line("simclr --resume", run));
        Files.move(moved, pictures.resolve("a/0.png"));
        assertThat(Main.run(line("simclr --resume", run))).isZero();
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        Path run = finished("run", " --data folder:" + pictures("pictures", ""));
        try (RunDirectory held = RunDirectory.resume(run)) {
            unfinish(held.path());
            Said said = child(List.of(), classPath(), Map.of(), line("simclr --resume", run));
            assertThat(said.exitCode).isEqualTo(2);
            PAGE.assertQuotes(RUN_IN_USE, said.text);
        }
        assertThat(Main.run(line("simclr --resume", run))).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskLeavesTheCheckpointBefore() throws IOException {
        String training =
                "simclr --steps 4 --batch 4 --no-probe --checkpoint-every 1 --data folder:"
                        + pictures("pictures", "")
                        + SMALL;
        Path straight = directory.resolve("straight");
        assertThat(Main.run(line(training, straight))).isZero();
        Path run = directory.resolve("run");
        Path third = checkpoint(run, 3);
        full(third);
        assertThat(Main.run(line(training, run))).isEqualTo(1);
        PAGE.assertQuotes(DISK_FULL, terminal.err());
        assertThat(terminal.err()).startsWith(third + " cannot be written").doesNotContain("\tat ");
        assertThat(third).doesNotExist();
        terminal.clear();
        assertThat(Main.run(line("simclr --resume --no-probe", run))).isZero();
        assertThat(terminal.out()).contains("Resumed at step 2");
        assertThat(checkpoint(run, 4)).hasSameBinaryContentAs(checkpoint(straight, 4));
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @ValueSource(strings = {"metrics.csv", "encoder.safetensors", "report.html", "summary.json"})
    void aFullDiskAtTheEndIsSaidAndTheRunCanBeEndedLater(String name) throws IOException {
        Path run = finished("run", " --data folder:" + pictures("pictures", ""));
        unfinish(run);
        Path file = run.resolve(name);
        full(file);
        assertThat(Main.run(line("simclr --resume --no-probe", run))).isEqualTo(1);
        PAGE.assertQuotes(DISK_FULL, terminal.err());
        assertThat(terminal.err()).startsWith(file + " cannot be written");
        assertThat(Main.run(line("simclr --resume --no-probe", run))).isZero();
        assertThat(RunDirectory.readSummary(run)).containsEntry("method", "simclr");
        assertThat(run.resolve("report.html")).content().contains("</html>");
        assertThat(RunDirectory.readCurves(run)).isNotEmpty();
    }

    @Test
    void tooSmallAHeapIsSaid() throws Exception {
        Path run = directory.resolve("run");
        Said said = child(List.of("-Xmx24m"), classPath(), Map.of(), line("simclr --steps 1", run));
        assertThat(said.exitCode).isEqualTo(1);
        PAGE.assertQuotes(OUT_OF_MEMORY, said.text);
        assertThat(said.text).contains("--batch", "--chunk", "-Xmx").doesNotContain("\tat ");
    }

    @Test
    void moreThanLibtorchCanTakeIsSaid() throws IOException {
        String method =
                "simclr --steps 1 --batch 4 --data folder:%s --encoder %s"
                        .formatted(pictures("pictures", ""), Insatiable.class.getName());
        assertThat(Main.run(line(method, directory.resolve("run")))).isEqualTo(1);
        PAGE.assertQuotes(OUT_OF_MEMORY, terminal.err());
        assertThat(terminal.err()).contains("--batch", "--chunk").doesNotContain("\tat ");
    }

    /** Supplies an encoder that asks for 2^48 bytes. */
    public static final class Insatiable extends AbstractBlock implements Supplier<Block> {

        @Override
        public Block get() {
            return this;
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store,
                NDList inputs,
                boolean training,
                @Nullable PairList<String, Object> params) {
            return new NDList(inputs.head().getManager().zeros(new Shape(1L << 46)));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {new Shape(inputs[0].get(0), 8)};
        }
    }

    @Test
    void aMissingNativeLibraryIsNamed() throws Exception {
        String without =
                Stream.of(classPath().split(File.pathSeparator))
                        .filter(entry -> !entry.contains("pytorch-native"))
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> noNetwork = new ArrayList<>();
        for (String protocol : List.of("http", "https")) {
            noNetwork.add("-D" + protocol + ".proxyHost=127.0.0.1");
            noNetwork.add("-D" + protocol + ".proxyPort=1");
        }
        Map<String, String> emptyCache =
                Map.of("DJL_CACHE_DIR", directory.resolve("cache").toString());
        Path run = directory.resolve("run");
        Said said = child(noNetwork, without, emptyCache, line("simclr --steps 1", run));
        assertThat(said.exitCode).isEqualTo(1);
        PAGE.assertQuotes(NO_NATIVE_LIBRARY, said.text);
        assertThat(said.text).contains("pytorch-native-cpu:2.7.1:").doesNotContain("\tat ");
        assertThat(run).doesNotExist();
    }

    @Test
    void aFileCutShortIsNamed() throws IOException {
        Path pictures = pictures("pictures", "a", "b");
        Path run = finished("run", " --data folder:" + pictures);
        cut(run.resolve("encoder.safetensors"));
        String[] embed = line("embed --output " + directory.resolve("x.csv"), run);
        refused(DAMAGED_FILE, embed);
        assertThat(terminal.err()).startsWith(run.resolve("encoder.safetensors") + " is not");

        cut(pictures.resolve("a/0.png"));
        terminal.clear();
        finished("another", " --data folder:" + pictures);
        PAGE.assertQuotes(DAMAGED_FILE, terminal.err());
        assertThat(terminal.out()).contains("1 unreadable files skipped");

        Path mnist = Files.createDirectory(directory.resolve("mnist"));
        Files.write(mnist.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 8, 3, 0, 0, 0, 9});
        refused(DAMAGED_FILE, "simclr", "--data", "mnist:" + mnist);

        Path sound = directory.resolve("a.wav");
        Wav.write(sound, new Waveform(new float[800], 8_000));
        cut(sound);
        PAGE.assertQuotes(DAMAGED_FILE, messageOf(() -> Wav.read(sound)));

        Path network = network("1");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Files.readAllBytes(network.resolve("edges.tsv")));
        }
        Files.delete(network.resolve("edges.tsv"));
        Path edges = Files.write(network.resolve("edges.tsv.gz"), packed.toByteArray());
        cut(edges);
        refused(DAMAGED_FILE, "dgi", "--data", "citation:" + network);
    }

    @Test
    void picturesOfEverySizeAndKindAreLearntFrom() throws IOException {
        Path pictures = Files.createDirectory(directory.resolve("pictures"));
        int[] types = {
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY
        };
        for (int i = 0; i < 20; i++) {
            BufferedImage picture = new BufferedImage(9 + i, 30 - i, types[i % types.length]);
            picture.setRGB(i % 5, 3, 0xffff8800);
            ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
        }
        Files.write(pictures.resolve("text.jpg"), new byte[] {'n', 'o'});
        Path run = finished("run", " --data folder:" + pictures);
        assertThat(terminal.out()).contains("11..30 x 9..28 RGB, no labels, 1 unreadable files");
        assertThat(RunDirectory.readSummary(run)).containsEntry("health", "OK");
    }

    @Test
    void anEmptySetIsRefused() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        refused(EMPTY_DATA, "simclr", "--data", "folder:" + empty);
        Path text = Files.writeString(directory.resolve("empty.txt"), " \n");
        refused(EMPTY_DATA, "gpt", "--data", "text:" + text);
    }

    @Test
    void oneClassIsLearntFromButNotProbed() throws IOException {
        for (String[] classes : new String[][] {{"only"}, {""}}) {
            Path pictures = pictures("pictures" + classes[0], classes);
            Path run = directory.resolve("run" + classes[0]);
            String data = " --data folder:" + pictures;
            assertThat(Main.run(line("simclr --steps 1 --batch 4" + SMALL + data, run))).isZero();
            PAGE.assertQuotes(NOTHING_TO_PROBE, terminal.out());
            assertThat(RunDirectory.readSummary(run)).doesNotContainKey("probe");
            refused(NOTHING_TO_PROBE, line("probe", run));
        }
        terminal.clear();
        String nodes = "dgi --steps 1 --threads 1 --data citation:" + network("1");
        assertThat(Main.run(line(nodes, directory.resolve("nodes")))).isZero();
        PAGE.assertQuotes(NOTHING_TO_PROBE, terminal.out());
    }

    @Test
    void aBatchThatDoesNotFitIsRefused() throws IOException {
        String simclr = "simclr --steps 1 --data folder:" + pictures("pictures", "") + SMALL;
        refused(BATCH_SIZE, line(simclr + " --batch 200", directory.resolve("a")));
        refused(BATCH_SIZE, line(simclr + " --batch 1", directory.resolve("b")));
        assertThat(terminal.err()).startsWith("BatchNorm cannot train on one value per channel");
        refused(BATCH_SIZE, line(simclr + " --batch 2 --chunk 1", directory.resolve("c")));
    }

    @Test
    void whatIsNotFiniteIsRefused() throws IOException {
        String line =
                "simclr --batch 4 --learning-rate 1e30 --data folder:"
                        + pictures("pictures", "")
                        + SMALL;
        refused(NOT_A_NUMBER, line(line, directory.resolve("run")));
        assertThat(terminal.err()).startsWith("SimClr: objective \"loss\" is NaN at step ");
        refused(NOT_A_NUMBER, "dgi", "--data", "citation:" + network("NaN"));
        Graph graph = new Graph(2, new float[] {0, 1, 2, Float.NaN}, new int[0], new int[0]);
        PAGE.assertQuotes(
                NOT_A_NUMBER,
                messageOf(
                        () ->
                                new GraphSet(
                                        List.of(graph),
                                        new Labels(new int[1], List.of("a")),
                                        "",
                                        "")));
        Path sound = directory.resolve("nan.wav");
        ByteBuffer wav = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII)).putInt(40).put("WAVEfmt ".getBytes(US_ASCII)).putInt(16);
        wav.putShort((short) 3).putShort((short) 1).putInt(8_000).putInt(32_000);
        wav.putShort((short) 4).putShort((short) 32).put("data".getBytes(US_ASCII)).putInt(4);
        Files.write(sound, wav.putFloat(Float.NaN).array());
        String said = messageOf(() -> Wav.read(sound));
        PAGE.assertQuotes(DAMAGED_FILE, said);
        assertThat(said).contains("finite, got NaN");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void interruptedItEndsWithACheckpointAndSaysHowToGoOn() throws Exception {
        Path run = directory.resolve("run");
        // What starts this test may ignore Ctrl-C, and a process inherits that.
        List<String> heeding = List.of("env", "--default-signal=INT");
        String training =
                "simclr --steps 100000 --batch 4 --checkpoint-every 1 --data folder:"
                        + pictures("pictures", "")
                        + SMALL;
        Process process = start(heeding, List.of(), classPath(), Map.of(), line(training, run));
        while (process.isAlive() && !Files.exists(checkpoint(run, 1))) {
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        Said said = said(process);
        assertThat(said.exitCode).as(said.text).isEqualTo(130);
        PAGE.assertQuotes(INTERRUPTED, said.text);
        Matcher step = Pattern.compile("Stopped after step (\\d+) of 100000").matcher(said.text);
        assertThat(step.find()).isTrue();
        assertThat(checkpoint(run, Integer.parseInt(step.group(1)))).isNotEmptyFile();
    }

    // ------------------------------------------------------------------ what is damaged

    /** A folder of twelve grey pictures, in class folders or, for the class of no name, without. */
    private Path pictures(String name, String... classes) throws IOException {
        Path pictures = directory.resolve(name);
        for (int i = 0; i < 12; i++) {
            Path folder = Files.createDirectories(pictures.resolve(classes[i % classes.length]));
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
            for (int pixel = 0; pixel < 256; pixel++) {
                picture.setRGB(pixel % 16, pixel / 16, (i * pixel % 251) * 0x10101);
            }
            ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
        }
        return pictures;
    }

    /** A citation network of two nodes, one feature being what is given. */
    private Path network(String feature) throws IOException {
        Path folder = Files.createTempDirectory(directory, "network");
        Files.writeString(folder.resolve("labels.tsv"), "0\t0\n1\t1\n");
        Files.writeString(folder.resolve("edges.tsv"), "0\t1\n");
        Files.writeString(folder.resolve("splits.tsv"), "0\ttrain\n1\ttest\n");
        Files.writeString(folder.resolve("features.tsv"), "0\t0\t1\n1\t1\t" + feature + "\n");
        return folder;
    }

    private static void cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - bytes.length / 3));
    }

    /** What is written to replace a file meets a full disk. */
    private static void full(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(
                file.resolveSibling(file.getFileName() + ".part"), Path.of("/dev/full"));
    }

    private Path finished(String name, String options) {
        Path run = directory.resolve(name);
        String training = "simclr --steps 1 --batch 4" + SMALL + " --no-probe" + options;
        assertThat(Main.run(line(training, run))).as(terminal.err()).isZero();
        return run;
    }

    /** As if the process had been killed after its last checkpoint. */
    private static void unfinish(Path run) throws IOException {
        Files.delete(run.resolve("summary.json"));
    }

    private static Path checkpoint(Path run, int step) {
        return run.resolve("checkpoints/step-%09d.safetensors".formatted(step));
    }

    // ------------------------------------------------------------------ what is said

    private static String[] line(String options, Path run) {
        return Stream.concat(Stream.of(options.split(" ")), Stream.of("--run", run.toString()))
                .toArray(String[]::new);
    }

    private void refused(Troubleshooting section, String... arguments) {
        terminal.clear();
        assertThat(Main.run(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
        PAGE.assertQuotes(section, terminal.err());
        assertThat(terminal.err()).doesNotContain("\tat ");
    }

    private static String messageOf(ThrowingCallable fault) {
        return String.valueOf(catchThrowable(fault).getMessage());
    }

    /** What another process printed and how it ended. */
    private record Said(String text, int exitCode) {}

    private static String classPath() {
        String ofSurefire = System.getProperty("surefire.test.class.path");
        return ofSurefire != null ? ofSurefire : System.getProperty("java.class.path");
    }

    private Said child(
            List<String> options, String classPath, Map<String, String> environment, String... line)
            throws Exception {
        return said(start(List.of(), options, classPath, environment, line));
    }

    private Said said(Process process) throws Exception {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Said(Files.readString(directory.resolve("said.txt")), process.exitValue());
    }

    private Process start(
            List<String> before,
            List<String> options,
            String classPath,
            Map<String, String> environment,
            String... line)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(List.of(line));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("said.txt").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
